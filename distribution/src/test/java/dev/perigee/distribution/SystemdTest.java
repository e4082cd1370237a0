package dev.perigee.distribution;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.DatagramReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** systemd hears of the daemon's start, of its scheduler's rounds and of its end, at either kind of its socket. */
class SystemdTest {

    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    @Test
    void systemdHearsOfTheStartOfEachRoundAndOfTheEnd() throws InterruptedException {
        String path = folder.resolve("notify").toString();
        String hidden = "@perigee-product-test-" + ProcessHandle.current().pid();
        try (Product product = Product.unpack()) {
            for (String name : List.of(path, hidden)) {
                try (DatagramReceiver systemd = DatagramReceiver.at(name);
                        RunningDaemon daemon = RunningDaemon.start(product, environment(name), folder.resolve("log"))) {
                    eventually(LONG, "it lives, twice", () -> count(systemd, "WATCHDOG=1") > 1);
                    assertTrue(
                            systemd.received().getFirst().startsWith("READY=1\nSTATUS=jobs: 1, running: "),
                            systemd.received().toString());

                    assertEquals(0, daemon.terminate());
                    eventually(LONG, "it ends", () -> count(systemd, "STOPPING=1") == 1);
                    eventually(LONG, "in time", () -> count(systemd, "EXTEND_TIMEOUT_USEC=25000000") == 1);
                    assertFalse(daemon.said().contains("WARN"), daemon.said());
                }
            }
        }
    }

    private Map<String, String> environment(String socket) {
        return Map.of(
                "PERIGEE_STATE_DIR",
                folder.resolve("state").toString(),
                "PERIGEE_CONFIG",
                "/dev/null",
                "NOTIFY_SOCKET",
                socket,
                "WATCHDOG_USEC",
                "1500000");
    }

    private static long count(DatagramReceiver systemd, String line) {
        return systemd.received().stream()
                .flatMap(message -> Stream.of(message.split("\n")))
                .filter(line::equals)
                .count();
    }
}
