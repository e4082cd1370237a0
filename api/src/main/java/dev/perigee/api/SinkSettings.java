package dev.perigee.api;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * One sink's own block of the configuration, without the keys that are the engine's. Knows units, secrets and paths;
 * remembers what was asked for, so that a misspelt key can be reported.
 *
 * <p>Keys are lower-case with hyphens; a dot leads into a nested block ({@code object-lock.mode}). A getter with a
 * default never fails for an absent key; any getter throws {@link SettingException} for a value it can't use.
 *
 * <p>Safe for many threads.
 */
public final class SinkSettings {

    private final String name;
    private final Map<String, Object> values;
    private final Set<String> emptyBlocks;
    private final Optional<Path> stateDirectory;
    private final Set<String> asked = new ConcurrentSkipListSet<>();
    private final Set<String> askedBlocks = new ConcurrentSkipListSet<>();

    private SinkSettings(
            String name, Map<String, Object> values, Set<String> emptyBlocks, Optional<Path> stateDirectory) {
        this.name = name;
        this.values = values;
        this.emptyBlocks = emptyBlocks;
        this.stateDirectory = stateDirectory;
    }

    /**
     * Settings from values at hand.
     *
     * @param name the sink's name in the configuration, for messages
     * @param values by key; nested maps make nested blocks; leaves are strings, numbers, booleans or lists of strings
     * @return the settings
     */
    public static SinkSettings of(String name, Map<String, ?> values) {
        Map<String, Object> flat = new TreeMap<>();
        Set<String> emptyBlocks = new TreeSet<>();
        flatten("", values, flat, emptyBlocks);
        return new SinkSettings(name, flat, emptyBlocks, Optional.empty());
    }

    /**
     * The same settings in an installation.
     *
     * @param directory where the installation keeps its state, absolute
     * @return with a record of their own of what is asked for
     */
    public SinkSettings below(Path directory) {
        return new SinkSettings(name, values, emptyBlocks, Optional.of(directory));
    }

    private static void flatten(
            String prefix, Map<String, ?> values, Map<String, Object> into, Set<String> emptyBlocks) {
        values.forEach((key, value) -> {
            if (value instanceof Map<?, ?> none && none.isEmpty()) {
                emptyBlocks.add(prefix + key);
            } else if (value instanceof Map<?, ?> block) {
                @SuppressWarnings("unchecked") // keys of configuration blocks are strings
                Map<String, ?> nested = (Map<String, ?>) block;
                flatten(prefix + key + ".", nested, into, emptyBlocks);
            } else if (value != null) {
                into.put(prefix + key, value);
            }
        });
    }

    /**
     * The sink's name in the configuration.
     *
     * @return never empty
     */
    public String name() {
        return name;
    }

    /**
     * The installation's state directory, below which a sink on this host may keep its backups where nobody says another
     * place.
     *
     * @return absolute; it need not be there yet; empty where there is no installation, as in tests
     */
    public Optional<Path> stateDirectory() {
        return stateDirectory;
    }

    /**
     * A text, without the line ends at its end that a variable may bring along.
     *
     * @param key the setting
     * @return the value, or empty if it isn't set
     */
    public Optional<String> string(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key)).map(String::valueOf).map(SecretText::tidy);
    }

    /**
     * A text that must be there.
     *
     * @param key the setting
     * @return the value, not blank, without blanks around it
     * @throws SettingException if it is absent or blank
     */
    public String required(String key) {
        requireText(key);
        Optional<String> value = string(key).map(String::strip);
        return value.filter(text -> !text.isEmpty())
                .orElseThrow(() -> new SettingException(
                        key, (value.isPresent() ? "is empty" : "is missing") + "; a sink of this type needs it"));
    }

    /**
     * A list of texts. A single text counts as a list of one.
     *
     * @param key the setting
     * @return the values without blanks around them, none of them empty; empty if it isn't set
     */
    public List<String> strings(String key) {
        asked.add(key);
        Object value = values.get(key);
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(element -> String.valueOf(element).strip())
                    .filter(text -> !text.isEmpty())
                    .toList();
        }
        return value == null ? List.of() : List.of(String.valueOf(value).strip());
    }

    /**
     * A block of texts whose keys the user chooses, such as tags.
     *
     * @param key the block
     * @return the values by their key within the block, ascending; empty if there is none
     */
    public Map<String, String> block(String key) {
        askedBlocks.add(key);
        String prefix = key + ".";
        Map<String, String> block = new TreeMap<>();
        values.forEach((at, value) -> {
            if (at.startsWith(prefix)) {
                asked.add(at);
                block.put(at.substring(prefix.length()), String.valueOf(value));
            }
        });
        return block;
    }

    /**
     * A yes or no: {@code true, yes, on} or {@code false, no, off}.
     *
     * @param key the setting
     * @param byDefault the value if it isn't set
     * @return the value
     */
    public boolean flag(String key, boolean byDefault) {
        return string(key)
                .map(text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "yes", "on" -> true;
                    case "false", "no", "off" -> false;
                    default -> throw new SettingException(key, "is '" + text + "'; it takes true or false");
                })
                .orElse(byDefault);
    }

    /**
     * A whole number.
     *
     * @param key the setting
     * @param byDefault the value if it isn't set
     * @param least the smallest allowed
     * @param most the largest allowed
     * @return the value
     */
    public int integer(String key, int byDefault, int least, int most) {
        return string(key).map(text -> parseInteger(key, text, least, most)).orElse(byDefault);
    }

    private static int parseInteger(String key, String text, int least, int most) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message, which says what is allowed
        }
        throw new SettingException(key, "is '" + text + "'; it takes a whole number from " + least + " to " + most);
    }

    /**
     * A size: a number with {@code B}, {@code kB}, {@code MB}, {@code GB}, {@code TB} (thousands), {@code KiB}, {@code MiB},
     * {@code GiB}, {@code TiB} (1024), {@code k}, {@code m}, {@code g}, {@code t} in either case (1024 as well), or plain
     * bytes. Other spellings, such as {@code Mb}, are refused.
     *
     * @param key the setting
     * @param byDefault bytes, if it isn't set
     * @return bytes, from 0 up
     */
    public long bytes(String key, long byDefault) {
        return string(key).map(text -> Quantities.bytes(key, text)).orElse(byDefault);
    }

    /**
     * A time span: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 30d}, {@code 2w}, or several at once,
     * {@code 1m30s}. The units are lower-case; others, such as {@code M} for months, are refused.
     * So is more than 36500 days.
     *
     * @param key the setting
     * @param byDefault the value if it isn't set
     * @return not negative
     */
    public Duration duration(String key, Duration byDefault) {
        return string(key).map(text -> Quantities.duration(key, text)).orElse(byDefault);
    }

    /**
     * A file or folder.
     *
     * @param key the setting
     * @return the path as written, or empty if it isn't set
     */
    public Optional<Path> path(String key) {
        return string(key).map(text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new SettingException(key, "is '" + text + "', which is no path: " + e.getReason());
            }
        });
    }

    /**
     * One of an enum's constants, written in lower case with hyphens.
     *
     * @param <E> the enum
     * @param key the setting
     * @param byDefault the value if it isn't set
     * @return the value
     */
    public <E extends Enum<E>> E choice(String key, E byDefault) {
        return string(key).map(text -> parseChoice(key, text, byDefault)).orElse(byDefault);
    }

    private static <E extends Enum<E>> E parseChoice(String key, String text, E byDefault) {
        E[] constants = byDefault.getDeclaringClass().getEnumConstants();
        for (E constant : constants) {
            if (word(constant).equals(text.toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        List<String> words = Arrays.stream(constants).map(SinkSettings::word).toList();
        throw new SettingException(key, "is '" + text + "'; it takes " + String.join(", ", words));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * A secret: the value of {@code key}, or what the file holds that {@code key-file} names, read at each call. Of a file
     * the first line that isn't blank counts, without a byte-order mark, blanks around it and its line end, be it of Unix
     * or Windows; of a value the line ends at its end are left out, which a variable may bring along.
     *
     * @param key the setting
     * @return the secret, never empty; or empty if neither is set
     * @throws SettingException if both are set, the value is empty, or the file is empty or can't be read
     */
    public Optional<Secret> secret(String key) {
        for (String name : List.of(key, key + "-file")) {
            requireText(name);
        }
        Optional<String> inline = string(key);
        Optional<Path> file = path(key + "-file");
        if (inline.isPresent() && file.isPresent()) {
            throw new SettingException(key, "and " + key + "-file are both set; keep one");
        }
        return inline.map(value -> SecretText.inline(key, value))
                .or(() -> file.map(path -> SecretText.read(key + "-file", path)));
    }

    /** The value isn't told: it may be a secret all the same. */
    private void requireText(String key) {
        if (values.get(key) instanceof List<?>) {
            asked.add(key);
            throw new SettingException(key, "is a list; it takes one text, without brackets");
        }
    }

    /**
     * The keys that are set and that nobody has asked for, and the blocks with nothing in them of which nobody has asked for any
     * key. Not empty means the user has misspelt one.
     *
     * @return ascending; empty when all is well
     */
    public Set<String> unread() {
        Set<String> unread = new TreeSet<>(values.keySet());
        unread.removeAll(asked);
        emptyBlocks.stream().filter(block -> !isKnownBlock(block)).forEach(unread::add);
        return unread;
    }

    private boolean isKnownBlock(String key) {
        return askedBlocks.contains(key) || asked.stream().anyMatch(name -> name.startsWith(key + "."));
    }

    /**
     * The keys that have been asked for: what may stand in this block. For suggesting the right spelling.
     *
     * @return ascending
     */
    public Set<String> known() {
        return new TreeSet<>(asked);
    }

    /** The sink's name and its keys, without values: some are secrets. */
    @Override
    public String toString() {
        return "settings of sink '" + name + "' " + values.keySet();
    }
}
