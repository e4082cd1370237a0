package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.history.standing.StandingFile;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.history.standing.StandingListener;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recorder is told to end at any moment, once or again and again: an end, and a reload, do that. */
class InterruptedHistoryTest {

    private static final int TIMES = 5;
    private static final int OFTEN = 20;
    private static final int MOST_APART = 5_000_000;

    /** Most of it is closed when it ends only. */
    private static final HistorySettings SETTINGS =
            new HistorySettings(Duration.ofSeconds(10), Duration.ofDays(1), 1 << 20, 1 << 24, Duration.ofHours(1));

    @TempDir
    Path dir;

    private final Random random = new Random(17);
    private final AtomicReference<HistoryStanding> standing = new AtomicReference<>();

    @Test
    void aTimelineBeginsWithTheBackupThatIsStillUnderwayThen() throws Exception {
        Bench bench = new Bench(dir.resolve("state")).withLocal(RetentionRules.KEEP_ALL);
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            etcd.etcdctl("put", "k", "v").orFail();
            StandingKeeper keeper =
                    new StandingKeeper(StandingFile.of(dir, "default"), Instant::now, StandingListener.NONE, List.of());
            HistorySpool spool = HistorySpool.open(dir.resolve("default"), keeper);
            CompletableFuture<Manifest> base = new CompletableFuture<>();
            Recording recording = new Recording(
                    member,
                    spool,
                    SETTINGS,
                    Timing.system(),
                    keeper,
                    Recording.header(member),
                    Optional.empty(),
                    Optional.of(base),
                    new ClockEnds(Timing.system()),
                    new Beside(() -> Thread.currentThread().interrupt()));
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread recorder = Thread.ofVirtual().start(() -> end.complete(failure(recording)));

            Eventually.eventually(
                    RecordedCluster.SOON,
                    "it waits for its backup, or has ended without",
                    () -> base.getNumberOfDependents() > 0 || !recorder.isAlive());
            Manifest backup = bench.backup(etcd.endpoint()).manifest();
            base.complete(backup);

            assertEquals(InterruptedException.class, end.get().getClass());
            assertEquals(Optional.of(backup.id()), spool.timeline().map(timeline -> timeline.base()));
        }
    }

    private static Throwable failure(Recording recording) {
        try {
            recording.run();
            return new AssertionError("it has ended by itself");
        } catch (Exception e) {
            return e;
        }
    }

    @Test
    void whatWasSeenIsClosedThoughInterruptsComeAgainAndAgain() throws Exception {
        RecordedCluster cluster = new RecordedCluster(dir.resolve("state"), standing::set, SETTINGS);
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 3);
            workload.run(1);
            for (int times = 0; times < TIMES; times++) {
                Thread recorder = cluster.record(etcd);
                cluster.awaitBases(1);
                workload.run(20);
                long written = workload.hash().revision();
                Eventually.eventually(
                        RecordedCluster.SOON,
                        "revision " + written + " has come",
                        () -> standing.get() != null && standing.get().revision() >= written);

                for (int again = 0; again < OFTEN; again++) {
                    recorder.interrupt();
                    LockSupport.parkNanos(random.nextInt(MOST_APART));
                }
                recorder.join();

                assertTrue(closed(cluster) >= written, "revision " + written + " was thrown away at end " + times);
            }
        }
    }

    private static long closed(RecordedCluster cluster) throws IOException, OperationException {
        Path history = cluster.bench().environment().state().history();
        StandingKeeper keeper =
                new StandingKeeper(StandingFile.of(history, "another"), Instant::now, StandingListener.NONE, List.of());
        return HistorySpool.open(history.resolve("default"), keeper)
                .timeline()
                .orElseThrow()
                .last();
    }
}
