package dev.perigee.core.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Follows the includes of one file: to other files, and nowhere else. Nothing is fetched over a network, nothing is taken
 * from our own jars. All files together have one bound. A name that isn't absolute is looked for beside the file that
 * includes it; what isn't there is an error, since what a configuration lacks would be replaced by defaults in silence.
 */
final class HoconIncluder implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

    /** Longer chains are a mistake, and would exhaust the stack. */
    private static final int DEEPEST = 20;

    private static final List<String> ENDINGS = List.of("", ".conf", ".json");

    private final List<Path> chain;
    private final HoconBytes bytes;

    private HoconIncluder(List<Path> chain, HoconBytes bytes) {
        this.chain = chain;
        this.bytes = bytes;
    }

    /** Parses a file with what it includes; substitutions are left as they are. */
    static ConfigObject parse(Path file, HoconBytes bytes) {
        return parse(List.of(), file, bytes);
    }

    private static ConfigObject parse(List<Path> includedBy, Path file, HoconBytes bytes) {
        List<Path> chain = new ArrayList<>(includedBy);
        chain.add(file);
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(file.toString())
                .setIncluder(new HoconIncluder(chain, bytes));
        return ConfigFactory.parseString(bytes.read(file), options).root();
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        return what.contains("://") ? refuseUrl(what) : included(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return included(what.getPath());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        return refuseUrl(what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        throw refused("includes classpath(\"" + what + "\"); only files can be included");
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this; // the library's own would fetch URLs, and look into our jars
    }

    /** A URL may hold a user with a password, and a token behind the question mark. */
    private ConfigObject refuseUrl(String url) {
        String shown = SecretNames.shown(url).replaceFirst("[?#].*$", "");
        throw refused("includes " + shown + "; nothing is fetched from elsewhere, only files can be included");
    }

    private ConfigObject included(String what) {
        Path file = existing(what);
        if (chain.stream().anyMatch(above -> same(above, file))) {
            throw refused("includes " + file + ", which leads back to itself");
        }
        if (chain.size() > DEEPEST) {
            throw refused("includes " + file + ", more than " + DEEPEST + " files deep");
        }
        return parse(chain, file, bytes);
    }

    private Path existing(String what) {
        Path plain = path(what);
        return Stream.of(plain)
                .flatMap(path -> ENDINGS.stream().map(ending -> path.resolveSibling(path.getFileName() + ending)))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> refused("includes " + plain + ", which doesn't exist"));
    }

    private Path path(String what) {
        try {
            Path path = chain.getLast().resolveSibling(what).normalize();
            if (path.getFileName() != null) {
                return path;
            }
        } catch (InvalidPathException e) {
            // falls through to the one message
        }
        throw refused("has an include that names no file");
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (java.io.IOException e) {
            return one.equals(other);
        }
    }

    private UnusableHocon refused(String what) {
        return new UnusableHocon(chain.getLast(), what);
    }
}
