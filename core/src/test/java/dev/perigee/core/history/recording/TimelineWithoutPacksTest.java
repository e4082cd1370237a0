package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A timeline has begun, and no pack of it is there. */
class TimelineWithoutPacksTest {

    @TempDir
    Path dir;

    private final AtomicReference<HistoryStanding> standing = new AtomicReference<>();

    private RecordedCluster cluster(RetentionRules rules) throws Exception {
        return new RecordedCluster(dir.resolve("state"), standing::set, RecordedCluster.SETTINGS, rules);
    }

    private void awaitTimelineOf(RecordedCluster cluster, int bases) {
        cluster.awaitBases(bases);
        Eventually.eventually(
                RecordedCluster.SOON,
                "timeline " + bases + " has begun",
                () -> standing.get()
                        .timeline()
                        .equals(Optional.of(cluster.bases().getLast().id())));
    }

    @Test
    void itsEndTellsWhatWasMissingBeforeItAllTheSame() throws Exception {
        RecordedCluster cluster = cluster(RetentionRules.KEEP_ALL);
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 9);
            workload.run(10);
            Thread recorder = cluster.record(etcd);
            cluster.awaitBases(1);
            workload.run(10);
            HashKv before = workload.hash();
            cluster.awaitRecorded(before.revision());
            for (int timelines = 2; timelines <= 3; timelines++) {
                RecordedCluster.end(recorder);
                workload.run(10);
                member.keys().compact(member.status().revision());
                recorder = cluster.record(etcd);
                awaitTimelineOf(cluster, timelines);
            }
            workload.run(10);
            cluster.awaitRecorded(workload.hash().revision());
            RecordedCluster.end(recorder);

            HistoryListing.Gap gap = cluster.listing().gaps().getFirst();
            assertEquals(before.revision() + 1, gap.first());
            assertEquals(Optional.of(cluster.bases().getLast().id().revision() - 1), gap.end());
            assertTrue(gap.why().contains("were compacted before they came"), gap.why());
            assertTrue(gap.why().contains("is backup " + cluster.bases().get(1).id()), gap.why());
        }
    }

    @Test
    void itsBackupIsNotPruned() throws Exception {
        RecordedCluster cluster = cluster(RetentionRules.keepLast(1));
        try (RealEtcd etcd = RealEtcd.start("3.6");
                EtcdConnection member = RecordedCluster.connect(etcd)) {
            Workload workload = new Workload(member, 4);
            workload.run(5);
            Thread recorder = cluster.record(etcd);
            awaitTimelineOf(cluster, 1);
            cluster.bench().backup(etcd.endpoint());
            workload.run(5);
            HashKv written = workload.hash();
            cluster.awaitRecorded(written.revision());
            RecordedCluster.end(recorder);

            cluster.assertMade(written);
        }
    }
}
