package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.history.point.Points;
import dev.perigee.core.history.standing.StandingListener;
import dev.perigee.core.restore.Restore;
import dev.perigee.core.restore.RestoreRequest;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand revisions of a random life: every hundredth is restored into a data directory, whose HashKV is what the cluster said
 * of it. Another life: {@code -Dhistory.seed=N}; a longer one: {@code -Dhistory.revisions=N}, of each version.
 */
class EventfulHistoryTest {

    private static final int REVISIONS = Integer.getInteger("history.revisions", 2_500);
    private static final int STEP = 100;
    private static final long SEED = Long.getLong("history.seed", 17);

    @TempDir
    Path dir;

    @TestFactory
    Stream<DynamicTest> everyHundredthRevisionIsRestoredAsTheClusterHeldIt() {
        return Stream.of("3.4", "3.5", "3.6", "3.7")
                .map(version -> DynamicTest.dynamicTest(version, () -> live(version)));
    }

    private void live(String version) throws Exception {
        try {
            RecordedCluster recorded = new RecordedCluster(dir.resolve(version), StandingListener.NONE);
            restoreEach(recorded, said(version, recorded));
        } catch (AssertionError e) {
            throw new AssertionError("etcd " + version + ", -Dhistory.seed=" + SEED + ": " + e.getMessage(), e);
        }
    }

    private static List<HashKv> said(String version, RecordedCluster recorded) throws Exception {
        try (RealEtcd etcd = RealEtcd.start(version);
                EventfulLife life = EventfulLife.begin(etcd, recorded, SEED)) {
            return life.run(REVISIONS, STEP);
        }
    }

    private void restoreEach(RecordedCluster recorded, List<HashKv> said) throws Exception {
        assertEquals(List.of(), recorded.listing().gaps());
        assertEquals(1, recorded.bases().size());
        Points points = recorded.points();
        for (HashKv each : said) {
            try (SpoolEntry scratch = recorded.bench().environment().scratch()) {
                Points.Made made = points.make(points.at(each.revision()), scratch);
                RecordedCluster.assertHolds(restored(made.file()), each);
            }
        }
    }

    private static Path restored(Path file) throws Exception {
        Path data = file.resolveSibling("data");
        RestoreRequest.Data madeHere = new RestoreRequest.Data(true, false, Optional.empty(), false, Optional.empty());
        new Restore(Timing.system(), Progress.NONE)
                .run(new RestoreRequest(
                        file, "point", RestoreRequest.Cluster.DEFAULT, RestoreRequest.Target.of(data), madeHere));
        return data.resolve("member/snap/db");
    }
}
