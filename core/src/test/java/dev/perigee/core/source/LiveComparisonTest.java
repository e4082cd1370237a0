package dev.perigee.core.source;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.catalog.Comparison;
import dev.perigee.core.catalog.Comparison.Result;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.SnapshotStream;
import dev.perigee.etcd.format.snapshot.HashKv;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.test.servers.RealEtcd;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveComparisonTest {

    @TempDir
    Path folder;

    /** With a tombstone at the compact revision itself, which releases treat differently. */
    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aMemberThatHasCompactedSinceTheSnapshotIsComparedAllTheSame(String version) throws Exception {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            for (int i = 0; i < 10; i++) {
                etcd.etcdctl("put", "twice" + i % 5, "value" + i).orFail();
            }
            etcd.etcdctl("del", "twice1").orFail(); // revision 12
            etcd.etcdctl("put", "last", "value").orFail();
            EtcdSettings settings = EtcdSettings.of(List.of(etcd.endpoint()));
            Path file = snapshot(settings);
            HashKv own = hash(file);
            etcd.etcdctl("compact", "12").orFail();
            etcd.etcdctl("put", "later", "value").orFail();

            Comparison comparison = new LiveComparison(settings, CompareSettings.DEFAULT, Timing.system())
                    .of(file, own, version)
                    .orElseThrow();

            assertEquals(-1, own.compactRevision());
            assertEquals(Result.AGREED, comparison.result(), comparison::toString);
            assertEquals("1 of 1", comparison.brief());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.7"})
    void aRevisionThatIsCompactedByNowIsNotComparedWithTheReason(String version) throws Exception {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            etcd.load(10, 10);
            EtcdSettings settings = EtcdSettings.of(List.of(etcd.endpoint()));
            Path file = snapshot(settings);
            HashKv own = hash(file);
            etcd.etcdctl("put", "later", "value").orFail();
            etcd.etcdctl("compact", String.valueOf(own.revision() + 1)).orFail();

            Comparison comparison = new LiveComparison(settings, CompareSettings.DEFAULT, Timing.system())
                    .of(file, own, version)
                    .orElseThrow();

            assertEquals(Result.NOT_COMPARED, comparison.result());
            String reason = comparison.members().getFirst().reason();
            assertEquals(true, reason.contains("compacted"), reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = "3.6")
    void whoSwitchesItOffHasNobodyAsked(String version) throws Exception {
        EtcdSettings nowhere = EtcdSettings.of(List.of(URI.create("http://127.0.0.1:1")));
        CompareSettings off = new CompareSettings(false, CompareSettings.DEFAULT.timeout());

        assertEquals(
                Optional.empty(),
                new LiveComparison(nowhere, off, Timing.system()).of(folder, new HashKv(1, 2, -1), version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.7"})
    void whoWasAskedWhileTheSnapshotWasProvenIsNotAskedAgain(String version) throws Exception {
        Path file;
        LiveComparison members;
        try (RealEtcd etcd = RealEtcd.start(version)) {
            etcd.load(10, 10);
            EtcdSettings settings = EtcdSettings.of(List.of(etcd.endpoint()));
            file = snapshot(settings);
            members = new LiveComparison(settings, CompareSettings.DEFAULT, Timing.system());

            members.askAhead(file);
        }

        Comparison comparison = members.of(file, hash(file), version).orElseThrow();

        assertEquals(Result.AGREED, comparison.result(), comparison::toString);
    }

    @Test
    void ofASnapshotThatIsDamagedNobodyIsAsked() throws Exception {
        Path file = Files.write(folder.resolve("damaged.db"), new byte[65536]);
        EtcdSettings nowhere = EtcdSettings.of(List.of(URI.create("http://127.0.0.1:1")));

        LiveComparison members = new LiveComparison(nowhere, CompareSettings.DEFAULT, Timing.system());

        assertDoesNotThrow(() -> members.askAhead(file));
    }

    private static HashKv hash(Path file) throws Exception {
        try (Snapshot snapshot = Snapshot.open(file)) {
            return snapshot.hashKv(0, Progress.NONE);
        }
    }

    private Path snapshot(EtcdSettings settings) throws Exception {
        Path file = folder.resolve("snapshot.db");
        try (EtcdConnection connection =
                        EtcdConnection.open(settings, settings.endpoints().getFirst());
                SnapshotStream stream = connection.snapshot();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (var blob = stream.next(); blob.isPresent(); blob = stream.next()) {
                channel.write(blob.get().bytes());
            }
        }
        return file;
    }
}
