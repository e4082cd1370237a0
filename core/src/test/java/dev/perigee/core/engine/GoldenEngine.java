package dev.perigee.core.engine;

import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.history.recording.GoldenSink;
import dev.perigee.core.time.Timing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** An engine whose one sink has the golden history, in a folder's {@code sink}, and whose etcd isn't there. */
final class GoldenEngine {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "history-1", "sink");

    private GoldenEngine() {}

    static Engine open(Path folder) throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
        GoldenSink.copy(GOLDEN, folder.resolve("sink"));
        Path config = Files.writeString(
                folder.resolve("perigee.conf"), """
                perigee {
                  state-dir = "%s"
                  clusters { prod { endpoints = ["http://127.0.0.1:1"] } }
                  sinks { golden { type = local, directory = "%s" } }
                  jobs.default {}
                }
                """.formatted(folder.resolve("state"), folder.resolve("sink")));
        return Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                Timing.system()));
    }
}
