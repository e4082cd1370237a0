package dev.perigee.distribution;

import static dev.perigee.distribution.RunningDaemon.flat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.distribution.RunningDaemon.Footprint;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.RealEtcdCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as it is installed, for as long as a build can wait, on a cluster that loses a member meanwhile. */
class LongRunTest {

    private static final int ROUNDS = 5;

    /** What may lie in the sink: bodies, manifests, and nothing half. */
    private static final Pattern WHOLE = Pattern.compile("prod/(snapshots/[^/.]+\\.db|manifests/[^/.]+\\.json)");

    private static Product product;
    private static RealEtcdCluster etcd;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        product = Product.unpack();
        etcd = RealEtcdCluster.start(EtcdRecipe.of("3.6"));
        etcd.members().getFirst().load(200, 1_000);
    }

    @AfterAll
    static void stop() {
        etcd.close();
        product.close();
    }

    @Test
    void heapThreadsAndDescriptorsStayFlat() throws Exception {
        try (RunningDaemon daemon = daemon("@every 1s")) {
            daemon.makes(8);
            List<Footprint> before = footprints(daemon);
            RealEtcd victim = follower();
            victim.kill();
            daemon.makes(3);
            victim.launchAgain();
            victim.awaitHealthy();
            List<Footprint> after = footprints(daemon);

            flat("heap in KB", before, after, Footprint::heapKilobytes, 16 << 10);
            flat("threads", before, after, Footprint::threads, 6);
            flat("descriptors", before, after, Footprint::descriptors, 12);
            assertFalse(daemon.said().contains(" ERROR "), daemon.said()); // a level; reasons may hold the word
            assertEquals(0, daemon.terminate(), daemon.said());
        }
        nothingPartial();
    }

    @Test
    void aSignalAtAnyMomentEndsItWithNothingPartial() throws Exception {
        Random moments = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            try (RunningDaemon daemon = daemon("@every 1s")) {
                Thread.sleep(moments.nextInt(1_500));
                assertEquals(0, daemon.terminate(), daemon.said());
            }
            nothingPartial();
        }
    }

    @Test
    void dueTimesMissedWhileItWasDownMakeOneRun() throws Exception {
        try (RunningDaemon first = daemon("@every 1h")) {
            assertEquals(0, first.terminate(), first.said());
            assertEquals(0, first.made());
        }
        Path memory = folder.resolve("state/jobs/prod.last-run");
        Files.writeString(memory, Instant.now().minus(Duration.ofHours(5)) + "\n");

        try (RunningDaemon second = daemon("@every 1h")) {
            second.makes(1);
            assertEquals(0, second.terminate(), second.said());
            assertEquals(1, second.made());
        }
    }

    private RunningDaemon daemon(String schedule) throws IOException {
        String endpoints = etcd.endpoints().stream()
                .map(endpoint -> '"' + endpoint.toString() + '"')
                .collect(Collectors.joining(","));
        Path config = Files.writeString(folder.resolve("perigee.conf"), """
                perigee {
                  clusters { prod { endpoints = [%s] } }
                  sinks { local { type = local, directory = "%s", retention { keep-last = 3 } } }
                  jobs { prod { cluster = prod, sinks = [local], schedule = "%s" } }
                }
                """.formatted(endpoints, sink(), schedule));
        Path log = Files.createTempFile(folder, "daemon", ".log");
        return RunningDaemon.start(product, environment(config), log);
    }

    private Map<String, String> environment(Path config) {
        return Map.of(
                "PERIGEE_CONFIG",
                config.toString(),
                "PERIGEE_STATE_DIR",
                folder.resolve("state").toString());
    }

    private Path sink() {
        return folder.resolve("sink");
    }

    private static RealEtcd follower() {
        return etcd.members().stream()
                .filter(member -> !isLeader(member))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isLeader(RealEtcd member) {
        String status =
                member.etcdctl("endpoint", "status", "-w", "json").orFail().stdout();
        return number("member_id", status).equals(number("leader", status));
    }

    private static String number(String name, String json) {
        return Pattern.compile('"' + name + "\":([0-9]+)")
                .matcher(json)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static List<Footprint> footprints(RunningDaemon daemon) {
        List<Footprint> footprints = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            daemon.makes(3);
            footprints.add(daemon.footprint());
        }
        return footprints;
    }

    /** Every stored file is whole, what is listed is all there, and the newest proves good. */
    private void nothingPartial() throws IOException {
        if (!Files.exists(sink())) {
            return;
        }
        List<String> stored = names(sink());
        assertEquals(
                List.of(),
                stored.stream().filter(name -> !WHOLE.matcher(name).matches()).toList());
        for (String manifest :
                stored.stream().filter(name -> name.endsWith(".json")).toList()) {
            String body = manifest.replace("/manifests/", "/snapshots/").replace(".json", "") + ".db";
            CommandResult status = product.run(
                    environment(folder.resolve("perigee.conf")),
                    "snapshot",
                    "status",
                    sink().resolve(body).toString());
            assertEquals(0, status.exitCode(), status.stderr());
            assertTrue(status.stderr().contains("digest: ok"), status.stderr());
        }
        assertEquals(
                List.of(),
                names(folder.resolve("state")).stream()
                        .filter(name -> name.endsWith(".part"))
                        .toList());
    }

    private static List<String> names(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> top.relativize(file).toString())
                    .toList();
        }
    }
}
