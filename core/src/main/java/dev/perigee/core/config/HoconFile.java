package dev.perigee.core.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.perigee.core.plugin.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
 */
record HoconFile(Path path, ConfigObject top) {

    static final String BLOCK = "perigee";

    /** In bytes: room for tens of thousands of sinks. */
    private static final int LONGEST = 8 << 20;

    /** Words in quotes of a parser's message: pieces of the file, which may be pieces of a password. */
    private static final Pattern QUOTED = Pattern.compile("'[^']{2,}'|\"[^\"]{2,}\"|\\$\\{[^}]*}");

    static HoconFile read(Path path, Map<String, String> environment) throws ConfigException {
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw unusable(path, "can't be read as a file by this user");
        }
        try {
            Config parsed = parse(path);
            return new HoconFile(
                    path,
                    parsed.resolve(ConfigResolveOptions.noSystem().appendResolver(new Environment(environment)))
                            .root());
        } catch (com.typesafe.config.ConfigException e) {
            throw new ConfigException(List.of(unreadable(path, e)));
        } catch (StackOverflowError e) {
            throw unusable(path, "is nested too deeply for a configuration");
        } catch (IOException e) {
            throw unusable(path, "can't be read: " + e.getMessage());
        }
    }

    private static Config parse(Path path) throws IOException, ConfigException {
        ConfigParseOptions options =
                ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false);
        if (!Files.isRegularFile(path)) {
            return ConfigFactory.parseString(piped(path), options.setOriginDescription(path.toString()));
        }
        requireModest(path, Files.size(path));
        return ConfigFactory.parseFile(path.toFile(), options);
    }

    /** A pipe, as {@code --config <(decrypt …)} makes it, or a device: nobody knows its length before it is read. */
    private static String piped(Path path) throws IOException, ConfigException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            requireModest(path, bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static void requireModest(Path path, long length) throws ConfigException {
        if (length > LONGEST) {
            throw unusable(path, "has more than " + (LONGEST >> 20) + " MiB, so it is no configuration");
        }
    }

    private static ConfigException unusable(Path path, String what) {
        return new ConfigException(List.of(new Problem("", Optional.empty(), what, path.toString())));
    }

    private static Problem unreadable(Path path, com.typesafe.config.ConfigException e) {
        int line = e.origin() == null ? -1 : e.origin().lineNumber();
        String message = String.valueOf(e.getMessage());
        boolean unresolved = e instanceof com.typesafe.config.ConfigException.UnresolvedSubstitution;
        return new Problem(
                "",
                Optional.empty(),
                unresolved ? unresolved(message) : "is no valid HOCON: " + withoutQuotes(afterPlace(message)),
                path + (line > 0 ? ":" + line : ""));
    }

    private static String unresolved(String message) {
        var name = Pattern.compile("\\$\\{([^}]*)}").matcher(message);
        String variable = name.find() ? name.group(1) : "…";
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
