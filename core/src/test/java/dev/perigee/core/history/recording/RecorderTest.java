package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.copies.Sought;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.history.standing.TimelineEnd;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorder on a real etcd, with a real directory behind it. */
class RecorderTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private final Queue<HistoryStanding> standings = new ConcurrentLinkedQueue<>();
    private RecordedCluster cluster;

    @BeforeEach
    void makeCluster() {
        cluster = new RecordedCluster(dir.resolve("state"), standings::add);
    }

    @Test
    void whatIsWrittenIsInTheSinkSoonAndARestartGoesOnFromTheSpool() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 5);
            workload.run(20);
            Thread recorder = cluster.record(etcd);
            cluster.awaitBases(1);
            workload.run(30);
            HashKv first = workload.hash();
            cluster.awaitRecorded(first.revision());
            RecordedCluster.end(recorder);
            workload.run(30);
            HashKv whileDown = workload.hash();
            recorder = cluster.record(etcd);
            workload.run(10);
            HashKv last = workload.hash();
            cluster.awaitRecorded(last.revision());
            RecordedCluster.end(recorder);

            cluster.assertMade(first);
            cluster.assertMade(whileDown);
            cluster.assertMade(last);
            assertEquals(1, cluster.bases().size());
            assertEquals(List.of(), cluster.listing().gaps());
            assertEquals(HistoryStanding.State.WAITING, standings.element().state());
            HistoryStanding end = List.copyOf(standings).getLast();
            assertEquals(HistoryStanding.State.STANDING, end.state());
            assertEquals(last.revision(), end.revision());
            assertEquals(cluster.bases().getFirst().id(), end.timeline().orElseThrow());
            assertEquals(0, end.gaps());
        }
    }

    @Test
    void aCompactionWhileItWasDownBeginsAnotherTimelineAndTheGapIsTold() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.5");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 9);
            workload.run(10);
            Thread recorder = cluster.record(etcd);
            cluster.awaitBases(1);
            workload.run(10);
            HashKv before = workload.hash();
            cluster.awaitRecorded(before.revision());
            RecordedCluster.end(recorder);
            workload.run(30);
            member.keys().compact(member.status().revision());
            workload.run(5);
            recorder = cluster.record(etcd);
            cluster.awaitBases(2);
            workload.run(10);
            HashKv after = workload.hash();
            cluster.awaitRecorded(after.revision());
            RecordedCluster.end(recorder);

            cluster.assertMade(before);
            cluster.assertMade(after);
            HistoryListing.Gap gap = cluster.listing().gaps().getFirst();
            assertTrue(gap.first() > before.revision() && gap.last() < after.revision(), gap.toString());
            assertTrue(gap.why().contains("were compacted before they came"), gap.why());
            HistoryStanding end = List.copyOf(standings).getLast();
            assertEquals(Map.of(TimelineEnd.COMPACTED, 1L), end.timelines());
            assertEquals(gap.first(), end.newestGaps().getFirst().first());
            assertEquals(0, end.forcedBases());
        }
    }

    /** By the times of one history alone nobody could tell what a time means that was twice. */
    @Test
    void aClockThatIsPutBackBeginsAnotherTimelineAndTimesAfterItMeanWhatTheyDid() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 23);
            workload.run(10);
            cluster.setAhead(Duration.ofHours(1));
            Thread recorder = cluster.record(etcd);
            cluster.awaitBases(1);
            workload.run(10);
            HashKv ahead = workload.hash();
            cluster.awaitRecorded(ahead.revision());
            RecordedCluster.end(recorder);

            cluster.setAhead(Duration.ZERO);
            recorder = cluster.record(etcd);
            workload.run(1);
            cluster.awaitBases(2);
            workload.run(10);
            HashKv right = workload.hash();
            cluster.awaitRecorded(right.revision());
            RecordedCluster.end(recorder);

            cluster.assertMade(ahead);
            cluster.assertMade(right);
            HistoryStanding end = List.copyOf(standings).getLast();
            assertEquals(Map.of(TimelineEnd.CLOCK_PUT_BACK, 1L), end.timelines());
            Points points = Points.look(
                    cluster.bench().environment(),
                    Sought.anywhere("prod", cluster.bench().destinations()));
            assertEquals(
                    right.revision(),
                    points.at(Instant.now()).orElseThrow().plan().revision());
        }
    }

    /** Each timeline costs a backup: a virtual machine whose clock is put back every minute isn't backed up every minute. */
    @Test
    void aClockThatIsPutBackAgainSoonHasTheHistoryGoOnAndNoTimeMeansTheWrongRevision() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 29);
            workload.run(10);
            cluster.setAhead(Duration.ofSeconds(300));
            Thread recorder = cluster.record(etcd);
            cluster.awaitBases(1);
            workload.run(10);
            cluster.awaitRecorded(workload.hash().revision());
            cluster.setAhead(Duration.ofSeconds(200));
            workload.run(1);
            cluster.awaitBases(2);
            workload.run(10);
            HashKv once = workload.hash();
            cluster.awaitRecorded(once.revision());
            Instant between = Instant.now().plusSeconds(150);
            cluster.setAhead(Duration.ofSeconds(100));
            workload.run(10);
            HashKv twice = workload.hash();
            cluster.awaitRecorded(twice.revision());
            RecordedCluster.end(recorder);

            cluster.assertMade(once);
            cluster.assertMade(twice);
            assertEquals(2, cluster.bases().size());
            Points points = cluster.points();
            OperationException refused = assertThrows(OperationException.class, () -> points.at(between));
            assertTrue(refused.getMessage().contains(" came twice while the history of "), refused.getMessage());
            assertEquals(
                    twice.revision(),
                    points.at(Instant.now().plus(Duration.ofHours(1)))
                            .orElseThrow()
                            .plan()
                            .revision());
        }
    }

    @Test
    void anOlderStateThatWasPutBackAndWrittenOnBeginsAnotherTimeline() throws Exception {
        HashKv before;
        HashKv after;
        try (RealEtcd etcd = RealEtcd.start("3.6", "--initial-cluster-token=one")) {
            OlderState kept;
            try (EtcdConnection member = RecordedCluster.connect(etcd)) {
                Workload workload = new Workload(member, 21);
                workload.run(10);
                Thread recorder = cluster.record(etcd);
                cluster.awaitBases(1);
                workload.run(5);
                etcd.stop();
                kept = OlderState.of(etcd, dir.resolve("kept"));
                RecordedCluster.end(recorder);
            }
            etcd.restart();
            etcd.awaitHealthy();
            try (EtcdConnection member = RecordedCluster.connect(etcd)) {
                Thread recorder = cluster.record(etcd);
                Workload workload = new Workload(member, 22);
                workload.run(10);
                before = workload.hash();
                cluster.awaitRecorded(before.revision());
                RecordedCluster.end(recorder);
            }
            kept.putBack(etcd);
            etcd.awaitHealthy();
            try (EtcdConnection member = RecordedCluster.connect(etcd)) {
                Workload workload = new Workload(member, 23);
                workload.run(60);
                int known = cluster.bases().size();
                Thread recorder = cluster.record(etcd);
                Eventually.eventually(
                        SOON,
                        "another backup begins another",
                        () -> cluster.bases().size() > known);
                workload.run(10);
                after = workload.hash();
                cluster.awaitRecorded(after.revision());
                RecordedCluster.end(recorder);
            }

            cluster.assertMade(after);
            assertTrue(
                    cluster.listing().gaps().stream()
                            .anyMatch(gap -> gap.why().contains("an older state was put back")),
                    cluster.listing().gaps().toString());
        }
    }

    @Test
    void whenUsersOrRolesChangeABackupIsTakenAndTheHistoryGoesOn() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 41);
            workload.run(10);
            Thread recorder = cluster.record(etcd);
            cluster.awaitBases(1);
            workload.run(5);
            cluster.awaitRecorded(workload.hash().revision());
            member.api().auth().addRole("reader");
            cluster.awaitBases(2);
            workload.run(10);
            HashKv last = workload.hash();
            cluster.awaitRecorded(last.revision());
            RecordedCluster.end(recorder);

            cluster.assertMade(last);
            assertEquals(List.of(), cluster.listing().gaps());
        }
    }

    @Test
    void aSinkThatIsDownHoldsUpNothingAndGetsAllOfItLater() throws Exception {
        Path place = cluster.bench().environment().state().path().resolve("backup");
        try (RealEtcd etcd = RealEtcd.start("3.7");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 13);
            workload.run(10);
            Thread recorder = cluster.record(etcd);
            cluster.awaitBases(1);
            Path history = place.resolve("prod/history");
            Files.createDirectories(place.resolve("prod"));
            Files.writeString(history, "in the way");
            workload.run(10);
            Path spool = cluster.bench().environment().state().history().resolve("default");
            Eventually.eventually(
                    SOON,
                    "it is told that one waits",
                    () -> standings.stream().anyMatch(standing -> standing.waiting() > 0));
            Eventually.eventually(
                    SOON,
                    "a pack waits",
                    () -> spool.toFile().list() != null
                            && List.of(spool.toFile().list()).stream().anyMatch(name -> name.endsWith(".owed")));
            workload.run(20);
            HashKv said = workload.hash();
            Files.delete(history);
            cluster.awaitRecorded(said.revision());
            RecordedCluster.end(recorder);

            cluster.assertMade(said);
        }
    }

    @Test
    void whatIsGivenUpForASinkThatIsDownIsToldAndBehindItABackupIsTakenWhenItIsBack() throws Exception {
        HistorySettings little = new HistorySettings(
                Duration.ofSeconds(1),
                Duration.ofDays(1),
                HistorySettings.LEAST_PACK,
                HistorySettings.LEAST_PACK,
                Duration.ofHours(1));
        cluster = new RecordedCluster(dir.resolve("little"), standings::add, little);
        Path place = cluster.bench().environment().state().path().resolve("backup");
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 17);
            Thread recorder = cluster.record(etcd);
            cluster.awaitBases(1);
            workload.run(10);
            cluster.awaitRecorded(workload.hash().revision());
            Path history = place.resolve("prod/history");
            Path aside = Files.move(history, dir.resolve("aside"));
            Files.writeString(history, "in the way");
            Eventually.eventually(SOON, "some of it is given up", () -> {
                write(workload, 100);
                return standings.stream().anyMatch(standing -> standing.gaps() > 0);
            });
            Files.delete(history);
            Files.move(aside, history);
            workload.run(10);
            cluster.awaitBases(2);
            workload.run(10);
            HashKv said = workload.hash();
            cluster.awaitRecorded(said.revision());
            RecordedCluster.end(recorder);

            cluster.assertMade(said);
            assertEquals(2, cluster.listing().windows().size());
            assertEquals(1, cluster.listing().gaps().size());
            assertEquals(2, cluster.bases().size());
        }
    }

    @Test
    void aSinkThatHasLostItsHistoryGetsABackupFromWhichItGoesOn() throws Exception {
        Path place = cluster.bench().environment().state().path().resolve("backup");
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 19);
            Thread recorder = cluster.record(etcd);
            cluster.awaitBases(1);
            workload.run(10);
            cluster.awaitRecorded(workload.hash().revision());
            RecordedCluster.end(recorder);
            DurableFile.deleteTree(place.resolve("prod"));
            recorder = cluster.record(etcd);
            cluster.awaitBases(2);
            workload.run(10);
            HashKv said = workload.hash();
            cluster.awaitRecorded(said.revision());
            RecordedCluster.end(recorder);

            cluster.assertMade(said);
        }
    }

    private static void write(Workload workload, int operations) {
        try {
            workload.run(operations);
        } catch (EtcdException e) {
            throw new AssertionError(e);
        }
    }
}
