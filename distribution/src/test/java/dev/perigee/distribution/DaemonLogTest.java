package dev.perigee.distribution;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon's log is its voice: what it runs, what came of each run, what is next, why it ends. */
class DaemonLogTest {

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Pattern LINE =
            Pattern.compile("2\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ (INFO |WARN |ERROR) .*");

    @TempDir
    Path folder;

    @Test
    void aRunIsToldFromItsBeginningToTheNext() throws Exception {
        try (Product product = Product.unpack();
                RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(10, 10);
            Path config = Files.writeString(
                    folder.resolve("perigee.conf"), """
                    perigee {
                      clusters.prod { endpoints = ["%s"] }
                      sinks.near { type = local, directory = "%s" }
                      jobs.often { schedule = "@every 2s" }
                    }
                    """.formatted(etcd.endpoint(), folder.resolve("backups")));
            Map<String, String> environment = Map.of(
                    "PERIGEE_STATE_DIR", folder.resolve("state").toString(), "PERIGEE_CONFIG", config.toString());
            try (RunningDaemon daemon = RunningDaemon.start(product, environment, folder.resolve("log"))) {
                eventually(
                        LONG,
                        "a run and what is next",
                        () -> inOrder(
                                daemon.said(),
                                "INFO  the daemon runs, jobs: 1, state in " + folder.resolve("state") + ", version "
                                        + System.getProperty("perigee.version") + "\n",
                                "INFO  job often: cluster prod to near, schedule @every 2s, ",
                                "INFO  job often: a backup begins",
                                "INFO  job often: snapshot from member ",
                                ": OK, stored in near, revision ",
                                " keys, ",
                                " bytes, member ",
                                ", took ",
                                "INFO  job often: next run 2"));
                assertEquals(0, daemon.terminate());
                assertTrue(inOrder(daemon.said(), "SIGTERM: the daemon ends", "the daemon has ended"), daemon.said());
                assertEquals(
                        List.of(),
                        daemon.said()
                                .lines()
                                .filter(line -> !LINE.matcher(line).matches() || line.contains("Exception"))
                                .toList());
            }
        }
    }

    private static boolean inOrder(String text, String... pieces) {
        int from = 0;
        for (String piece : pieces) {
            int at = text.indexOf(piece, from);
            if (at < 0) {
                return false;
            }
            from = at + piece.length();
        }
        return true;
    }
}
