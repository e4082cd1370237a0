package dev.perigee.core.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.perigee.core.plugin.Spelling;
import dev.perigee.core.words.FailureWords;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses a configuration file and fills in what it takes from the environment.
 *
 * @param path the file
 * @param top everything in it
 * @param files it, and what it includes
 */
record HoconFile(Path path, ConfigObject top, ConfigFiles files) {

    static final String BLOCK = "perigee";

    /** Letters, with everything filled in: four times of what may be written. */
    private static final int LONGEST = 4 * HoconBytes.MOST;

    /** Blocks and lists within one another. Ours need five. */
    private static final int DEEPEST = 64;

    /** What the decoder makes of bytes that are no UTF-8; in a comment they do no harm. */
    private static final char NO_LETTER = '\uFFFD';

    /** Words in quotes of a parser's message: pieces of the file, which may be pieces of a password. */
    private static final Pattern QUOTED = Pattern.compile("'[^']{2,}'|\"[^\"]{2,}\"|\\$\\{[^}]*}");

    static HoconFile read(Path path, Map<String, String> environment) throws ConfigException {
        try {
            HoconBytes bytes = new HoconBytes();
            ConfigObject parsed = HoconIncluder.parse(path, bytes);
            if (Substitutions.filledIn(parsed, environment) > LONGEST) {
                throw unusable(path, "has more than 4 MiB when its ${…} are filled in");
            }
            ConfigObject top = parsed.toConfig()
                    .resolve(ConfigResolveOptions.noSystem().appendResolver(new Environment(environment)))
                    .root();
            requireSound(path, top, 0);
            return new HoconFile(path, top, bytes.files());
        } catch (UnusableHocon e) {
            throw new ConfigException(List.of(new Problem("", Optional.empty(), e.what(), e.file())));
        } catch (com.typesafe.config.ConfigException e) {
            throw new ConfigException(List.of(unreadable(path, e)));
        } catch (StackOverflowError e) {
            throw tooDeep(path);
        }
    }

    private static void requireSound(Path path, ConfigValue value, int depth) throws ConfigException {
        if (depth > DEEPEST) {
            throw tooDeep(path);
        }
        if (value instanceof ConfigObject block) {
            for (ConfigValue member : block.values()) {
                requireSound(path, member, depth + 1);
            }
        } else if (value instanceof ConfigList list) {
            for (ConfigValue element : list) {
                requireSound(path, element, depth + 1);
            }
        } else if (String.valueOf(value.unwrapped()).indexOf(NO_LETTER) >= 0) {
            throw new ConfigException(List.of(new Problem(
                    "", Optional.empty(), "is not UTF-8, which configurations are written in", where(value.origin()))));
        }
    }

    private static ConfigException tooDeep(Path path) {
        return unusable(path, "is nested too deeply for a configuration");
    }

    /** The file and the line of a value, the file as it was named. */
    static String where(ConfigOrigin origin) {
        String name = origin.description().replaceFirst(": [0-9]+(-[0-9]+)?$", "");
        return origin.lineNumber() > 0 ? name + ":" + origin.lineNumber() : name;
    }

    private static ConfigException unusable(Path path, String what) {
        return new ConfigException(List.of(new Problem("", Optional.empty(), what, path.toString())));
    }

    private static Problem unreadable(Path path, com.typesafe.config.ConfigException e) {
        String message = FailureWords.of(e);
        boolean unresolved = e instanceof com.typesafe.config.ConfigException.UnresolvedSubstitution;
        return new Problem(
                "",
                Optional.empty(),
                unresolved ? unresolved(message) : "is no valid HOCON: " + withoutQuotes(afterPlace(message)),
                e.origin() == null ? path.toString() : where(e.origin()));
    }

    private static String unresolved(String message) {
        var name = Pattern.compile("\\$\\{([^}]*)}").matcher(message);
        String variable = name.find() ? name.group(1) : "…";
        if (message.contains("cycle of substitutions")) {
            return "uses ${" + variable + "}, which leads back to itself";
        }
        return "uses ${" + variable + "}, which is neither in the file nor in the environment; write ${?" + variable
                + "} if it may be absent";
    }

    private static String afterPlace(String message) {
        return message.replaceFirst("^.*?: [0-9]+: ", "").replaceFirst(" \\(if you (intended|want) .*$", "");
    }

    private static String withoutQuotes(String message) {
        return QUOTED.matcher(message).replaceAll("'…'");
    }

    /** Our block; empty if the file has none. */
    Optional<ConfigObject> block(Problems problems) {
        @Nullable ConfigValue value = top.get(BLOCK);
        if (value instanceof ConfigObject block) {
            return Optional.of(block);
        }
        if (value != null) {
            problems.add(BLOCK, Optional.empty(), "takes a block: perigee { … }", value.origin());
        }
        return Optional.empty();
    }

    /** Keys beside our block may be anything that the file refers to, but not ours, put in the wrong place. */
    void refuseMisplaced(Set<String> ours, Problems problems) {
        top.forEach((key, value) -> {
            if (ours.contains(key)) {
                problems.add(key, Optional.empty(), "belongs into the block perigee { … }", value.origin());
            } else if (!key.equals(BLOCK)
                    && Spelling.nearest(key, List.of(BLOCK)).isPresent()) {
                problems.add(key, Optional.empty(), "is no setting; did you mean 'perigee'?", value.origin());
            }
        });
    }

    /** Answers {@code ${NAME}} from the environment that was passed in. */
    private record Environment(Map<String, String> variables) implements ConfigResolver {

        @Override
        public @Nullable ConfigValue lookup(String path) {
            List<String> names = ConfigUtil.splitPath(path);
            String value = names.size() == 1 ? variables.get(names.getFirst()) : null;
            if (value != null && !EtcdEnvironment.isText(value)) {
                throw new com.typesafe.config.ConfigException.Generic(
                        "the environment variable " + path + " " + EtcdEnvironment.NO_TEXT);
            }
            return value == null ? null : ConfigValueFactory.fromAnyRef(value, "environment variable " + path);
        }

        @Override
        public ConfigResolver withFallback(ConfigResolver fallback) {
            return this; // there is nothing to fall back to but the system's environment, which isn't ours to read
        }
    }
}
