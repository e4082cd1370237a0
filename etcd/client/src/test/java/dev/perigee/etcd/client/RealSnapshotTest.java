package dev.perigee.etcd.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealSnapshotTest {

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aSnapshotIsWholeAndNamesItsStorageVersion(String version) throws IOException {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            etcd.load(1_000, 1_000);
            try (EtcdCluster cluster = EtcdCluster.open(EtcdSettings.of(List.of(etcd.endpoint())))) {
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

    private static Optional<String> storageVersion(String version) {
        return version.compareTo("3.6") < 0 ? Optional.empty() : Optional.of(version + ".0");
    }
}
