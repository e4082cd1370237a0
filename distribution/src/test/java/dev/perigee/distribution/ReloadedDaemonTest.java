package dev.perigee.distribution;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perigee.test.servers.DatagramReceiver;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changed configuration is taken by the daemon as it runs, whole or not at all. */
class ReloadedDaemonTest {

    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private void write(RealEtcd etcd, String more) throws IOException {
        Path aside = Files.writeString(folder.resolve("perigee.conf.new"), """
                perigee {
                  clusters.prod { endpoints = ["%s"] }
                  %s
                }
                """.formatted(etcd.endpoint(), more));
        Files.move(aside, folder.resolve("perigee.conf"), StandardCopyOption.REPLACE_EXISTING);
    }

    private Map<String, String> environment(String socket) {
        return Map.of(
                "PERIGEE_STATE_DIR",
                folder.resolve("state").toString(),
                "PERIGEE_CONFIG",
                folder.resolve("perigee.conf").toString(),
                "NOTIFY_SOCKET",
                socket);
    }

    private static void hangUp(RunningDaemon daemon) {
        Product.command("kill", "-HUP", String.valueOf(daemon.process().pid())).orFail();
    }

    private static void says(RunningDaemon daemon, String what) {
        eventually(LONG, what, () -> daemon.said().contains(what));
    }

    @Test
    void aChangedConfigurationIsTakenWholeOrNotAtAll() throws Exception {
        String socket = folder.resolve("notify").toString();
        try (Product product = Product.unpack();
                DatagramReceiver systemd = DatagramReceiver.at(socket);
                RealEtcd etcd = RealEtcd.start("3.6")) {
            write(etcd, "jobs.rare { schedule = \"@yearly\" }");
            try (RunningDaemon daemon = RunningDaemon.start(product, environment(socket), folder.resolve("log"))) {
                write(etcd, "jobs.rare { schedule = sometimes }, sinks.near { type = local, directroy = \"/x\" }");
                hangUp(daemon);
                says(daemon, "ERROR the configuration is not taken, the one before stays in force:");
                says(daemon, "sometimes");
                says(daemon, "directroy");
                assertFalse(daemon.said().contains("the configuration is in force"), daemon.said());

                write(etcd, "jobs.often { schedule = \"@every 1s\" }, reload-on-change = yes");
                hangUp(daemon);
                says(daemon, "INFO  the configuration is in force, jobs: 1");
                says(daemon, "INFO  job often: cluster prod to local, schedule @every 1s, ");
                says(daemon, "INFO  job rare: is gone");
                daemon.makes(2);
                eventually(
                        LONG,
                        "systemd hears it",
                        () -> systemd.received().stream()
                                .anyMatch(message -> message.startsWith("RELOADING=1\nMONOTONIC_USEC=")));

                write(etcd, "jobs.rare { schedule = \"@yearly\" }");
                says(daemon, "INFO  the configuration has changed: it is read anew");
                says(daemon, "INFO  job often: is gone");
                assertEquals(0, daemon.terminate());
            }
        }
    }
}
