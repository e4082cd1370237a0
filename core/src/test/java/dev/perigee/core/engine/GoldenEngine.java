package dev.perigee.core.engine;

import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.history.recording.GoldenSink;
import dev.perigee.core.time.Timing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An engine whose one sink has the golden history, in a folder's {@code sink}, and whose etcd isn't there. */
final class GoldenEngine {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "history-1", "sink");

    private GoldenEngine() {}

    static Engine open(Path folder) throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
        copy(folder.resolve("sink"));
        return engine(folder, sink(folder, "golden", "sink"));
    }

    static void copy(Path sink) throws Exception {
        GoldenSink.copy(GOLDEN, sink);
    }

    /** The same of several sinks, each in the folder's folder of its name; what lies there is the caller's. */
    static Engine of(Path folder, String... sinks) throws Exception {
        return engine(
                folder,
                Arrays.stream(sinks).map(sink -> sink(folder, sink, sink)).collect(Collectors.joining("\n")));
    }

    private static String sink(Path folder, String name, String directory) {
        return "%s { type = local, directory = \"%s\" }".formatted(name, folder.resolve(directory));
    }

    private static Engine engine(Path folder, String sinks) throws Exception {
        Path config = Files.writeString(folder.resolve("perigee.conf"), """
                perigee {
                  state-dir = "%s"
                  clusters { prod { endpoints = ["http://127.0.0.1:1"] } }
                  sinks { %s }
                  jobs.default {}
                }
                """.formatted(folder.resolve("state"), sinks));
        return Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                Timing.system()));
    }
}
