package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.format.member.EtcdMinor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Snapshots of every line of etcd, started under every line of etcd, as one and as three members: the servers run side by
 * side, since most of the time is elections.
 */
@Tag("matrix")
class RestoreMatrixTest {

    private static final List<String> LINES = List.of("3.4", "3.5", "3.6", "3.7");
    private static final int SIDE_BY_SIDE = 5;

    @TempDir
    static Path dir;

    private static final ExecutorService POOL = Executors.newFixedThreadPool(SIDE_BY_SIDE);

    private static List<SampleSnapshot> sources = List.of();

    @BeforeAll
    static void takeSnapshots() throws Exception {
        List<Future<SampleSnapshot>> taken = new ArrayList<>();
        LINES.forEach(line -> taken.add(POOL.submit(() -> SampleSnapshot.take(line, dir))));
        List<SampleSnapshot> all = new ArrayList<>();
        for (Future<SampleSnapshot> each : taken) {
            all.add(each.get());
        }
        sources = List.copyOf(all);
    }

    @AfterAll
    static void endPool() throws Exception {
        POOL.shutdownNow();
        Files.write(Path.of("target", "restore-matrix.txt"), SideBySide.seconds());
    }

    @TestFactory
    List<DynamicTest> everySourceStartsUnderEveryServer() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int members : new int[] {3, 1}) {
            for (SampleSnapshot source : sources) {
                for (String server : LINES) {
                    String name = source.version() + " to " + server + ", " + members + " members";
                    tests.add(SideBySide.test(POOL, name, () -> livesThroughAll(source, server, members)));
                }
            }
        }
        return tests;
    }

    private static void livesThroughAll(SampleSnapshot source, String server, int members) throws Exception {
        Path work = Files.createTempDirectory(dir, source.version() + "-" + server + "-" + members + "-");
        Path again = work.resolve("again.db");
        try (RestoredCluster cluster =
                RestoredCluster.restore(source.file(), work.resolve("first"), members, data(source, server, members))) {
            cluster.start(server, checkOfCorruption(server, members));
            cluster.assertHashKv(source.revision(), source.hash());
            cluster.assertWrites("1");
            cluster.restart();
            cluster.assertWrites("2");
            cluster.restart();
            cluster.assertHashKv(source.revision(), source.hash());
            cluster.first().etcdctl("snapshot", "save", again.toString()).orFail();
        }
        startsOnceMore(again, work.resolve("second"), source, server, members);
    }

    private static void startsOnceMore(Path again, Path dir, SampleSnapshot source, String server, int members)
            throws Exception {
        try (RestoredCluster cluster = RestoredCluster.restore(again, dir, members, RestoreRequest.Data.AS_IT_IS)) {
            cluster.start(server);
            cluster.assertHashKv(source.revision(), source.hash());
            cluster.assertWrites("3");
        }
    }

    /**
     * Three members are told which servers come, as the notes advise. One member isn't, since the data starts under most
     * older servers as it is; but 3.6 looks at the versions in it.
     */
    private static RestoreRequest.Data data(SampleSnapshot source, String server, int members) {
        boolean older = server.compareTo(source.version()) < 0;
        boolean told = older && (members > 1 || server.equals("3.6"));
        return new RestoreRequest.Data(
                false, members == 1 && !older, Optional.empty(), false, told ? Optional.of(server) : Optional.empty());
    }

    private static String[] checkOfCorruption(String server, int members) {
        if (members == 1) {
            return new String[0];
        }
        return new String[] {
            server.equals("3.7")
                    ? "--feature-gates=InitialCorruptCheck=true"
                    : "--experimental-initial-corrupt-check=true"
        };
    }

    @TestFactory
    List<DynamicTest> aDirectoryThatNeedsANewerServerSaysSo() throws Exception {
        SampleSnapshot newest = sources.getLast();
        try (RestoredCluster cluster =
                RestoredCluster.restore(newest.file(), dir.resolve("needs"), 1, RestoreRequest.Data.AS_IT_IS)) {
            RestorePlan plan = cluster.result().plan();

            return List.of(
                    DynamicTest.dynamicTest(
                            "as data", () -> assertEquals(Optional.of(new EtcdMinor(3, 7)), plan.needs())),
                    DynamicTest.dynamicTest(
                            "in words", () -> assertTrue(plan.lines().contains("The result needs etcd 3.7 or newer"))));
        }
    }
}
