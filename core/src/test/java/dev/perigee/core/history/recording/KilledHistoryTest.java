package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.standing.StandingListener;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recorder is killed with SIGKILL at random moments of a store that is always written. {@code -Dhistory.seed=N} is another order of
 * moments, {@code -Dhistory.kills=N} another number of them.
 */
class KilledHistoryTest {

    private static final int KILLS = Integer.getInteger("history.kills", 6);
    private static final long SEED = Long.getLong("history.seed", 17);

    /** About two flushes of a store that says what it holds every twenty writes. */
    private static final int MOST_SAID = 40;

    @TempDir
    Path dir;

    private final Random random = new Random(SEED);

    /** In one life, for each start of a recorder takes its time: after each second kill the cluster goes on and is compacted. */
    @Test
    void killedAtAnyMomentItHasNoGapButWhatWasCompactedMeanwhileWhichItTells() throws Exception {
        RecordedCluster recorded = new RecordedCluster(dir, StandingListener.NONE);
        int compactions = 0;
        try (RealEtcd etcd = RealEtcd.start("3.6");
                BusyCluster busy = BusyCluster.begin(etcd, SEED)) {
            for (int kill = 0; kill < KILLS; kill++) {
                recordAndKill(recorded, etcd, busy);
                assertRestorable(recorded, busy);
                assertWindows(compactions + 1, recorded.listing());
                if (kill % 2 == 1) {
                    busy.await(2);
                    busy.compact();
                    compactions++;
                }
            }
            finish(recorded, etcd, busy);
        }
        assertWindows(compactions + 1, recorded.listing());
        assertToldOfAll(recorded.listing());
    }

    private static void assertWindows(int expected, HistoryListing listing) {
        assertEquals(expected, listing.windows().size(), listing.toString());
        assertEquals(expected - 1, listing.gaps().size(), listing.toString());
    }

    /** It has recorded something when it is killed, and hasn't brought all of it to the sink. */
    private void recordAndKill(RecordedCluster recorded, RealEtcd etcd, BusyCluster busy) throws Exception {
        Process recorder = RecorderProcess.start(dir, etcd.endpoint());
        try {
            busy.await(1);
            recorded.awaitRecordedBeyond(busy.said().getLast().revision());
            busy.await(random.nextInt(MOST_SAID));
        } finally {
            RecorderProcess.kill(recorder);
        }
    }

    /** Of all that the windows hold, any. */
    private void assertRestorable(RecordedCluster recorded, BusyCluster busy) throws Exception {
        List<HistoryListing.Window> windows = recorded.listing().windows();
        List<HashKv> restorable = busy.said().stream()
                .filter(each -> holds(windows, each.revision()))
                .toList();
        assertTrue(!restorable.isEmpty(), windows.toString());
        recorded.assertMade(restorable.get(random.nextInt(restorable.size())));
        recorded.assertMade(restorable.getLast());
    }

    private static boolean holds(List<HistoryListing.Window> windows, long revision) {
        return windows.stream().anyMatch(window -> window.first() <= revision && revision <= window.last());
    }

    /** All that was written comes into the sink after all. */
    private void finish(RecordedCluster recorded, RealEtcd etcd, BusyCluster busy) throws Exception {
        Process recorder = RecorderProcess.start(dir, etcd.endpoint());
        try {
            busy.await(1);
            recorded.awaitRecordedBeyond(busy.said().getLast().revision());
            busy.end();
            recorded.awaitRecorded(busy.said().getLast().revision());
        } finally {
            RecorderProcess.kill(recorder);
        }
        recorded.assertMade(busy.said().getLast());
    }

    private static void assertToldOfAll(HistoryListing listing) throws OperationException {
        long first = listing.windows().getLast().first();
        long last = listing.windows().getFirst().last();
        for (long revision = first; revision <= last; revision++) {
            assertTrue(
                    holds(listing.windows(), revision) || isTold(listing.gaps(), revision),
                    "revision " + revision + " of " + listing);
        }
    }

    private static boolean isTold(List<HistoryListing.Gap> gaps, long revision) {
        return gaps.stream().anyMatch(gap -> gap.first() <= revision && revision <= gap.last());
    }
}
