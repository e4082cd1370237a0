package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.time.Timing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the sinks of a configuration. */
class SinkReadinessTest {

    @TempDir
    Path folder;

    private List<String> findings(String sinks) throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
        Path config = Files.writeString(
                folder.resolve("perigee.conf"), "perigee {\nstate-dir = \"" + folder.resolve("state") + "\"\n" + sinks);
        try (Engine engine = Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                Timing.system()))) {
            return engine.run(new ConfigCheckRequest()).findings().stream()
                    .map(finding -> finding.replace(folder + "/", ""))
                    .toList();
        }
    }

    @Test
    void aSinksOwnSettingIsToldWithItsFileAndLine() throws Exception {
        List<String> findings = findings("""
                sinks.near {
                  type = local
                  directory = backups
                }
                sinks.far { type = local
                  directory = /a
                  more {
                    colour = red
                  }
                }
                }
                """);

        assertEquals(
                List.of(
                        "perigee.conf:5: sinks.near.directory is 'backups'; it takes an absolute path, such as"
                                + " /var/backups/etcd",
                        "perigee.conf:10: sinks.far.more.colour is no setting of a sink of type local"),
                findings);
    }

    @Test
    void whatIsMissingBelongsWhereItsBlockStands() {
        SinkDefinition sink =
                new SinkDefinition("off", "s3", Map.of(), Map.of("", "f:1", "tls", "f:3", "tls.ca", "f:4"));

        assertEquals(Optional.of("f:4"), sink.place("tls.ca"));
        assertEquals(Optional.of("f:3"), sink.place("tls.key"));
        assertEquals(Optional.of("f:1"), sink.place("bucket"));
        assertEquals(Optional.empty(), new SinkDefinition("off", "s3", Map.of()).place("bucket"));
    }
}
