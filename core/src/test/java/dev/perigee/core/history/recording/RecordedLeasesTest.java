package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.pack.PackJson;
import dev.perigee.core.history.pack.PackRecord.LeaseTime;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long leases live is asked of the pack that an end, or a lost connection, closes: none is closed before. */
class RecordedLeasesTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final HistorySettings NO_FLUSH =
            new HistorySettings(Duration.ofHours(1), Duration.ofDays(1), 1 << 20, 1 << 24, Duration.ofHours(1));

    @TempDir
    Path dir;

    private final Queue<HistoryStanding> standings = new ConcurrentLinkedQueue<>();
    private RecordedCluster cluster;

    @BeforeEach
    void makeCluster() {
        cluster = new RecordedCluster(dir.resolve("state"), standings::add, NO_FLUSH);
    }

    @Test
    void anOrderlyEndCostsNoLeaseItsTimeToLive() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            Thread recorder = cluster.record(etcd);
            LeaseTime lease = writeWithLease(etcd);

            RecordedCluster.end(recorder);

            assertEquals(List.of(lease), known());
            assertEquals(List.of(), warnings());
        }
    }

    @Test
    void whatCouldNotBeAskedBeforeTheEndIsAskedAfterTheNextStart() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            Thread recorder = cluster.record(etcd);
            LeaseTime lease = writeWithLease(etcd);
            etcd.stop();
            Eventually.eventually(SOON, "the pack is closed", () -> !records().isEmpty());
            RecordedCluster.end(recorder);
            assertEquals(List.of(), known());

            recorder = cluster.record(etcd);
            etcd.launchAgain();
            Eventually.eventually(SOON, "it is asked", () -> known().equals(List.of(lease)));
            RecordedCluster.end(recorder);
        }
    }

    @Test
    void aMemberThatIsStartedAnewIsAskedWhenItAnswersAgain() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            Thread recorder = cluster.record(etcd);
            LeaseTime lease = writeWithLease(etcd);

            etcd.stop();
            Eventually.eventually(SOON, "the pack is closed", () -> !records().isEmpty());
            etcd.launchAgain();
            Eventually.eventually(SOON, "it is asked", () -> known().equals(List.of(lease)));
            RecordedCluster.end(recorder);
        }
    }

    private LeaseTime writeWithLease(RealEtcd etcd) throws Exception {
        cluster.awaitBases(1);
        try (EtcdConnection member = RecordedCluster.connect(etcd)) {
            long lease = member.leases().grant(0, 3_600).id();
            long revision = member.keys().put(Bytes.of("k"), Bytes.of("v"), lease);
            Eventually.eventually(SOON, "revision " + revision + " is recorded", () -> {
                writeMore(member); // how it stands is told seldom, where little is heard
                return standings.stream().anyMatch(standing -> standing.revision() >= revision);
            });
            return new LeaseTime(lease, 3_600);
        }
    }

    private static void writeMore(EtcdConnection member) {
        try {
            member.keys().put(Bytes.of("more"), Bytes.of("v"), 0);
        } catch (EtcdException e) {
            throw new AssertionError(e);
        }
    }

    private List<LeaseTime> known() {
        List<LeaseTime> known = new ArrayList<>();
        try {
            for (Path record : records()) {
                known.addAll(PackJson.read(record.toString(), Files.readAllBytes(record))
                        .leases());
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return known;
    }

    private List<Path> records() {
        Path spool = dir.resolve("state/history/default");
        try (Stream<Path> files = Files.list(spool)) {
            return files.filter(file -> file.toString().endsWith(".owed"))
                    .map(file ->
                            file.resolveSibling(file.getFileName().toString().replace(".owed", ".json")))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<ProgressEvent> warnings() {
        return cluster.bench().events.stream()
                .filter(ProgressEvent.Warning.class::isInstance)
                .toList();
    }
}
