package dev.perigee.etcd.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.test.servers.RealEtcd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealSnapshotTest {

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aSnapshotIsWholeAndNamesItsStorageVersion(String version) throws IOException, GeneralSecurityException {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            etcd.load(1_000, 1_000);
            try (EtcdCluster cluster = EtcdCluster.open(EtcdSettings.of(List.of(etcd.endpoint())))) {
                MemberChoice choice = cluster.choose();
                SnapshotStream stream = cluster.chosen(choice).snapshot();
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                long announced = -1;

                for (Optional<SnapshotBlob> blob = stream.next(); blob.isPresent(); blob = stream.next()) {
                    byte[] bytes = new byte[blob.get().bytes().remaining()];
                    blob.get().bytes().get(bytes);
                    announced = announced < 0 ? bytes.length + blob.get().remaining() + 32 : announced;
                    all.writeBytes(bytes);
                }

                assertEquals(announced, all.size());
                byte[] whole = all.toByteArray();
                assertArrayEquals(
                        MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(whole, whole.length - 32)),
                        Arrays.copyOfRange(whole, whole.length - 32, whole.length));
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
