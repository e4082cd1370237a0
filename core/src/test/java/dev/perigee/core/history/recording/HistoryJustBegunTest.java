package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.history.standing.StandingFile;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.history.standing.StandingListener;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recorder ends before a pack of its history was closed. */
class HistoryJustBegunTest {

    private static final HistorySettings SETTINGS =
            new HistorySettings(Duration.ofHours(1), Duration.ofDays(1), 1 << 20, 1 << 24, Duration.ofHours(1));

    @TempDir
    Path dir;

    @Test
    void aTimelineWhoseBackupIsThereBeginsEvenIfTheRecorderIsInterruptedAtThatMoment() throws Exception {
        Bench bench = new Bench(dir.resolve("state")).withLocal(RetentionRules.KEEP_ALL);
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            etcd.etcdctl("put", "k", "v").orFail();
            StandingKeeper standing =
                    new StandingKeeper(StandingFile.of(dir, "default"), Instant::now, StandingListener.NONE, List.of());
            HistorySpool spool = HistorySpool.open(dir.resolve("default"), standing);
            Manifest backup = bench.backup(etcd.endpoint()).manifest();
            CompletableFuture<Manifest> base = new CompletableFuture<>();
            Recording recording = new Recording(
                    member,
                    spool,
                    SETTINGS,
                    Timing.system(),
                    standing,
                    Recording.header(member),
                    Optional.empty(),
                    Optional.of(base),
                    new ClockEnds(Timing.system()),
                    new Beside(() -> {
                        base.complete(backup);
                        Thread.currentThread().interrupt();
                    }));

            assertThrows(InterruptedException.class, recording::run);

            assertEquals(backup.id(), spool.timeline().orElseThrow().base());
        }
    }

    @Test
    void aHistoryOfWhichNothingWasRecordedYetGoesOnAfterARestartAsItsBackupProves() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Queue<HistoryStanding> standings = new ConcurrentLinkedQueue<>();
            RecordedCluster cluster = new RecordedCluster(dir.resolve("state"), standings::add);
            Workload workload = new Workload(member, 7);
            workload.run(20);
            Thread recorder = cluster.record(etcd);
            awaitBegun(standings);
            RecordedCluster.end(recorder);
            workload.run(10);
            HashKv whileDown = workload.hash();
            recorder = cluster.record(etcd);
            workload.run(10);
            HashKv last = workload.hash();
            cluster.awaitRecorded(last.revision());
            RecordedCluster.end(recorder);

            cluster.assertMade(whileDown);
            cluster.assertMade(last);
            assertEquals(1, cluster.bases().size());
            assertEquals(List.of(), cluster.listing().gaps());
        }
    }

    /** It has come as far again, so that its rows alone tell. */
    @Test
    void aHistoryOfWhichNothingWasRecordedYetEndsIfAnOlderStateWasPutBackAndWrittenOnMeanwhile() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.etcdctl("put", "k", "before").orFail();
            etcd.stop();
            OlderState older = OlderState.of(etcd, dir.resolve("older"));
            etcd.restart();
            etcd.etcdctl("put", "k", "lost").orFail();
            Queue<HistoryStanding> standings = new ConcurrentLinkedQueue<>();
            RecordedCluster cluster = new RecordedCluster(dir.resolve("state"), standings::add);
            Thread recorder = cluster.record(etcd);
            awaitBegun(standings);
            RecordedCluster.end(recorder);
            older.putBack(etcd);
            etcd.etcdctl("put", "k", "written since").orFail();
            recorder = cluster.record(etcd);
            cluster.awaitBases(2);
            RecordedCluster.end(recorder);

            List<Long> revisions = cluster.bases().stream()
                    .map(base -> base.facts().revision())
                    .distinct()
                    .toList();
            assertEquals(1, revisions.size(), "as far as " + revisions);
        }
    }

    private static void awaitBegun(Queue<HistoryStanding> standings) {
        Eventually.eventually(
                RecordedCluster.SOON,
                "the timeline has begun",
                () -> standings.stream().anyMatch(each -> each.timeline().isPresent()));
    }
}
