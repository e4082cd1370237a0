package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.signing.Seals;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.testkit.MemorySink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink that is added while a history goes on, as by a reload. */
class AddedSinkTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private final Queue<HistoryStanding> standings = new ConcurrentLinkedQueue<>();
    private final MemorySink far = new MemorySink();

    @Test
    void itGetsABackupFromWhichTheHistoryGoesOnAndHasLostNothing() throws Exception {
        RecordedCluster cluster = new RecordedCluster(dir.resolve("state"), standings::add);
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 29);
            Thread recorder = cluster.record(etcd);
            cluster.awaitBases(1);
            workload.run(10);
            cluster.awaitRecorded(workload.hash().revision());
            RecordedCluster.end(recorder);

            cluster.bench().with("far", far, RetentionRules.KEEP_ALL);
            recorder = cluster.record(etcd);
            cluster.awaitBases(2);
            workload.run(10);
            HashKv said = workload.hash();
            Eventually.eventually(SOON, "it has the newest revision", () -> reaches(said.revision()));
            RecordedCluster.end(recorder);

            assertEquals(List.of(), warnings(cluster));
            assertTrue(
                    cluster.bench().events.stream()
                            .map(String::valueOf)
                            .anyMatch(event -> event.contains("sink 'far': the history begins there with a backup")),
                    cluster.bench().events.toString());
        }
    }

    @Test
    void oneThatHasTheNameOfAnotherAndItsOwnPlaceGetsABackupTooAndIsNotSaidToHaveLostAny() throws Exception {
        RecordedCluster cluster = new RecordedCluster(dir.resolve("state"), standings::add);
        cluster.bench().with("far", new MemorySink(), RetentionRules.KEEP_ALL).onThisHost("far", dir.resolve("a"));
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 29);
            Thread recorder = cluster.record(etcd);
            cluster.awaitBases(1);
            workload.run(10);
            long before = workload.hash().revision();
            Eventually.eventually(
                    SOON,
                    "the one of that name has it",
                    () -> standings.stream()
                            .anyMatch(standing -> standing.stored().get("far").revision() >= before));
            RecordedCluster.end(recorder);
            standings.clear();

            cluster.bench().with("far", far, RetentionRules.KEEP_ALL).onThisHost("far", dir.resolve("b"));
            recorder = cluster.record(etcd);
            cluster.awaitBases(2);
            assertTrue(standings.peek().stored().get("far").revision() < before, standings.peek()::toString);
            workload.run(10);
            HashKv said = workload.hash();
            Eventually.eventually(SOON, "it has the newest revision", () -> reaches(said.revision()));
            RecordedCluster.end(recorder);

            assertEquals(List.of(), warnings(cluster));
        }
    }

    private boolean reaches(long revision) {
        try {
            return new PackShelf(far, "prod", Seals.NONE)
                    .whole().stream().anyMatch(place -> place.pack().last() >= revision);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<ProgressEvent> warnings(RecordedCluster cluster) {
        return cluster.bench().events.stream()
                .filter(ProgressEvent.Warning.class::isInstance)
                .toList();
    }
}
