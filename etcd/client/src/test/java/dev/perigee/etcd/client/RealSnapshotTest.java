package dev.perigee.etcd.client;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealSnapshotTest {

    private static final Duration WAIT = Duration.ofMinutes(1);

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aSnapshotIsWholeAndNamesItsStorageVersion(String version) throws IOException {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            etcd.load(1_000, 1_000);
            try (EtcdCluster cluster = EtcdCluster.open(EtcdSettings.of(List.of(etcd.endpoint())))) {
                eventually(
                        WAIT,
                        "the leader wrote its version",
                        () -> toldBy(cluster).equals(storageVersion(version)));
                MemberChoice choice = cluster.choose();

                SnapshotStream stream = cluster.chosen(choice).snapshot();
                ReceivedSnapshot received = ReceivedSnapshot.from(stream);

                assertTrue(received.isWhole());
                assertTrue(received.digestFits());
                assertEquals(storageVersion(version), stream.storageVersion());
                assertEquals(
                        storageVersion(version), choice.chosen().orElseThrow().storageVersion());
            }
        }
    }

    /** A leader writes it some seconds after it was elected. */
    private static Optional<String> toldBy(EtcdCluster cluster) {
        try {
            return cluster.choose().chosen().orElseThrow().storageVersion();
        } catch (EtcdException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> storageVersion(String version) {
        return version.compareTo("3.6") < 0 ? Optional.empty() : Optional.of(version + ".0");
    }
}
