package dev.perigee.core.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is in force when nobody says anything. */
final class Defaults {

    /** The name of the cluster, and of the job, that nobody named. */
    static final String NAME = "default";

    /** Each midnight. */
    static final String SCHEDULE = "0 0 * * *";

    private static final String FILE = "defaults.conf";

    private Defaults() {}

    /** The sinks' blocks, as if they stood in the configuration. */
    static List<Map.Entry<String, Block>> sinks(Problems problems) {
        return new Block("", parsed().root(), problems).named("sinks");
    }

    private static Config parsed() {
        try (InputStream file = Objects.requireNonNull(Defaults.class.getResourceAsStream(FILE), FILE);
                Reader reader = new InputStreamReader(file, StandardCharsets.UTF_8)) {
            return ConfigFactory.parseReader(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }
}
