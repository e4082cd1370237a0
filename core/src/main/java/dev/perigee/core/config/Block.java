package dev.perigee.core.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import dev.perigee.core.plugin.Spelling;
import dev.perigee.core.words.FailureWords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One block of the file. Reads values as sinks read theirs, with the same units, and reports what it can't use with the
 * place in the file; reading goes on with the default, so that the next mistake is found as well.
 */
final class Block {

    private static final String EMPTY = "is empty; leave it out, or give it a value";

    private final String path;
    private final ConfigObject object;
    private final SinkSettings settings;
    private final Problems problems;

    /**
     * A block.
     *
     * @param path from the top of our block, empty for our block itself
     * @param object the block
     * @param problems where to report
     */
    Block(String path, ConfigObject object, Problems problems) {
        this.path = path;
        this.object = object;
        this.settings = SinkSettings.of(path, unwrapped(object));
        this.problems = problems;
    }

    /** The values as plain Java ones, without those that are null. */
    static Map<String, Object> unwrapped(ConfigObject object) {
        Map<String, Object> values = new HashMap<>(object.unwrapped());
        values.values().removeIf(value -> value == null);
        return values;
    }

    /** Reads by a getter of {@link SinkSettings}. */
    <T> T read(T byDefault, Function<SinkSettings, T> getter) {
        try {
            return getter.apply(settings);
        } catch (SettingException e) {
            problem(e.key(), FailureWords.of(e));
            return byDefault;
        }
    }

    <T> Optional<T> optional(String key, Function<SinkSettings, T> getter) {
        settings.string(key); // known from now on, whether it is there or not
        return has(key) ? read(Optional.<T>empty(), from -> Optional.of(getter.apply(from))) : Optional.empty();
    }

    boolean has(String key) {
        return find(key).isPresent();
    }

    /** Whether reading a secret gives no cause for complaint: it can be had, or there is none. */
    boolean hasReadable(String secret) {
        try {
            settings.secret(secret);
            return true;
        } catch (SettingException e) {
            return false;
        }
    }

    Optional<String> text(String key) {
        return settings.string(key);
    }

    /** A text for which an empty one would pass as none: whoever wrote it meant something. */
    Optional<String> said(String key) {
        Optional<String> text = text(key);
        text.filter(String::isBlank).ifPresent(_ -> problem(key, EMPTY));
        return text.filter(words -> !words.isBlank());
    }

    /** A file or folder. */
    Optional<Path> path(String key) {
        return said(key).flatMap(_ -> read(Optional.<Path>empty(), from -> from.path(key)));
    }

    /** A file or folder that is the same one for every shell and for the daemon. */
    Optional<Path> absolutePath(String key) {
        Optional<Path> path = path(key);
        path.filter(found -> !found.isAbsolute())
                .ifPresent(found -> problem(key, "is '" + found + "'; it takes an absolute path"));
        return path;
    }

    /** A list of texts. */
    List<String> texts(String key) {
        return texts(key, EMPTY);
    }

    /**
     * A list of texts, none of them empty, as a variable without a value makes one.
     *
     * @param empty what to say where there is nothing else in it
     */
    List<String> texts(String key, String empty) {
        List<String> texts = read(List.<String>of(), from -> from.strings(key)).stream()
                .filter(text -> !text.isBlank())
                .toList();
        if (hasEmptyText(key)) {
            problem(key, texts.isEmpty() ? empty : "has an empty text in it; leave that one out");
        }
        return texts;
    }

    private boolean hasEmptyText(String key) {
        Object value = find(key).<Object>map(ConfigValue::unwrapped).orElse(List.of());
        return (value instanceof List<?> list ? list : List.of(value))
                .stream().anyMatch(text -> String.valueOf(text).isBlank());
    }

    /** A time span that must not be nothing. */
    Optional<Duration> span(String key) {
        Optional<Duration> span = optional(key, from -> from.duration(key, Duration.ZERO));
        if (span.isPresent() && !span.get().isPositive()) {
            problem(key, "is '" + text(key).orElse("") + "'; it takes more than nothing");
            return Optional.empty();
        }
        return span;
    }

    /** Reports a value. */
    void problem(String key, String message) {
        Optional<String> value = SecretNames.isSecret(key)
                ? Optional.empty()
                : find(key).filter(Block::isScalar).map(found -> SecretNames.shown(String.valueOf(found.unwrapped())));
        problems.add(full(key), value, message, origin(key));
    }

    /**
     * Reports a key that must have a value. One that is misspelt, or lies a block too deep, is told by {@link #refuseUnknown}, and
     * not here too.
     */
    void missing(String key, String message) {
        if (has(key)) {
            problem(key, "is empty; " + message);
        } else if (misspelt(key).isEmpty() && tooDeep(key).isEmpty()) {
            problem(key, "is missing; " + message);
        }
    }

    /** The blocks within that have a key which is this block's to have. */
    private List<String> tooDeep(String key) {
        return settings.unread().stream()
                .filter(found -> isNamed() && found.endsWith("." + key))
                .map(found -> found.substring(0, found.length() - key.length() - 1))
                .toList();
    }

    /** What was meant to be a key that isn't there. */
    Optional<String> misspelt(String key) {
        return has(key) ? Optional.empty() : Spelling.nearest(key, settings.unread());
    }

    /** Reports it, where nobody is to refuse what is unknown; says whether there is any. */
    boolean tellsMisspelt(String key) {
        Optional<String> written = misspelt(key);
        written.ifPresent(found -> problem(found, "is no setting; did you mean '" + key + "'?"));
        return written.isPresent();
    }

    /** Reports a value that may be a secret, written where the file that holds it belongs: it isn't shown. */
    void hiddenProblem(String key, String message) {
        problems.add(full(key), Optional.empty(), message, origin(key));
    }

    private static boolean isScalar(ConfigValue value) {
        return value.valueType() != ConfigValueType.OBJECT && value.valueType() != ConfigValueType.LIST;
    }

    private String full(String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }

    private ConfigOrigin origin(String key) {
        return find(key).map(ConfigValue::origin).orElse(object.origin());
    }

    private Optional<ConfigValue> find(String key) {
        ConfigValue direct = object.get(key);
        if (direct != null) {
            return direct.valueType() == ConfigValueType.NULL ? Optional.empty() : Optional.of(direct);
        }
        int dot = key.indexOf('.');
        return dot > 0 && object.get(key.substring(0, dot)) instanceof ConfigObject nested
                ? new Block("", nested, problems).find(key.substring(dot + 1))
                : Optional.empty();
    }

    /** The blocks within a block of names, in the order in which they are written. */
    List<Map.Entry<String, Block>> named(String key) {
        List<Map.Entry<String, ConfigValue>> entries = new ArrayList<>();
        if (object.get(key) instanceof ConfigObject names) {
            entries.addAll(names.entrySet());
        } else if (has(key)) {
            problem(key, "takes blocks, each with a name: " + key + ".<name> { … }");
        }
        entries.sort(Comparator.<Map.Entry<String, ConfigValue>>comparingInt(
                        entry -> entry.getValue().origin().lineNumber())
                .thenComparing(Map.Entry::getKey));
        List<Map.Entry<String, Block>> blocks = new ArrayList<>();
        for (Map.Entry<String, ConfigValue> entry : entries) {
            nested(key, entry.getKey(), entry.getValue())
                    .ifPresent(block -> blocks.add(Map.entry(entry.getKey(), block)));
        }
        return blocks;
    }

    private Optional<Block> nested(String key, String name, @Nullable ConfigValue value) {
        if (value instanceof ConfigObject block) {
            return Optional.of(new Block(full(key) + "." + name, block, problems));
        }
        problem(key + "." + name, "takes a block: " + key + "." + name + " { … }");
        return Optional.empty();
    }

    /** This block with only some of its keys. */
    Block only(Collection<String> keys) {
        ConfigObject part = object;
        for (String key : object.keySet()) {
            part = keys.contains(key) ? part : part.withoutKey(key);
        }
        return new Block(path, part, problems);
    }

    Map<String, Object> without(Collection<String> keys) {
        Map<String, Object> values = unwrapped(object);
        values.keySet().removeAll(keys);
        return values;
    }

    /** By key, where each value stands; by the empty key, where the block does. */
    Map<String, String> places() {
        Map<String, String> places = new HashMap<>();
        place("", object, places);
        return places;
    }

    private static void place(String key, ConfigValue value, Map<String, String> places) {
        places.put(key, HoconFile.where(value.origin()));
        if (value instanceof ConfigObject block) {
            block.forEach((name, inner) -> place(key.isEmpty() ? name : key + "." + name, inner, places));
        }
    }

    /** Reports every key that no one has asked for. */
    void refuseUnknown(Set<String> blocks) {
        Set<String> known = new TreeSet<>(settings.known());
        known.addAll(blocks);
        Set<String> partsOfNames = new HashSet<>();
        for (String key : settings.unread()) {
            Optional<String> part = partOfName(key, known);
            if (!blocks.contains(top(key)) && part.isEmpty()) {
                problems.add(full(key), Optional.empty(), unknown(key, known), origin(key));
            }
            part.filter(partsOfNames::add).ifPresent(this::adviseQuotes);
        }
    }

    private static String top(String key) {
        return key.contains(".") ? key.substring(0, key.indexOf('.')) : key;
    }

    /** What stands before a setting of this block, as if it were a block itself, and is near to nothing that there is. */
    private Optional<String> partOfName(String key, Set<String> known) {
        return isNamed() && topSuggestion(key, known).isEmpty() && !tops(known).contains(top(key))
                ? settingWithin(key, known).map(setting -> key.substring(0, key.length() - setting.length() - 1))
                : Optional.empty();
    }

    /** The setting of this block that is written in one within. */
    private static Optional<String> settingWithin(String key, Set<String> known) {
        for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
            if (known.contains(key.substring(dot + 1))) {
                return Optional.of(key.substring(dot + 1));
            }
        }
        return Optional.empty();
    }

    private boolean isNamed() {
        return path.contains(".");
    }

    private void adviseQuotes(String part) {
        problem(part, "is no setting" + quotes(part));
    }

    private String quotes(String part) {
        int dot = path.indexOf('.');
        return Spelling.quotes(path.substring(0, dot), path.substring(dot + 1) + "." + part);
    }

    /** Reports those blocks as parts of this one's name, where nobody is to refuse what is unknown; says whether there are any. */
    boolean tellsPartsOfName(String key, Collection<String> blocks) {
        List<String> parts = tooDeep(key).stream()
                .filter(part -> !blocks.contains(top(part)))
                .toList();
        parts.forEach(this::adviseQuotes);
        return !parts.isEmpty();
    }

    private String unknown(String key, Set<String> known) {
        Optional<String> within =
                known.stream().filter(name -> name.startsWith(key + ".")).findFirst();
        if (within.isPresent()) {
            return "takes a block, such as " + key + " { " + within.get().substring(key.length() + 1) + " = … }";
        }
        if (known.contains(key)) {
            return "takes a value, not an empty block";
        }
        String nearest = Spelling.suggestion(key, known);
        String top = nearest.isEmpty() ? topSuggestion(key, known) : nearest;
        return "is no setting" + (top.isEmpty() ? elsewhere(key, known) : top);
    }

    private String elsewhere(String key, Set<String> known) {
        return settingWithin(key, known)
                .map(setting -> "; write it a block further out: " + full(setting))
                .orElseGet(() -> "; there are " + String.join(", ", known) + ofEmpty(key));
    }

    /** A block of names may have blocks with nothing in them. */
    private String ofEmpty(String key) {
        return isNamed() && !key.contains(".") && object.get(key) instanceof ConfigObject ? quotes(key) : "";
    }

    /** A misspelt block: suggests the block, not the key within it. */
    private static String topSuggestion(String key, Set<String> known) {
        Set<String> tops = tops(known);
        return tops.contains(top(key)) ? "" : Spelling.suggestion(top(key), tops);
    }

    private static Set<String> tops(Set<String> known) {
        Set<String> tops = new TreeSet<>();
        known.forEach(name -> tops.add(top(name)));
        return tops;
    }
}
