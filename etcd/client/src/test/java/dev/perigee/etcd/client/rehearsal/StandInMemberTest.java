package dev.perigee.etcd.client.rehearsal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.etcd.client.MemberStatus;
import dev.perigee.etcd.client.SnapshotBlob;
import dev.perigee.etcd.client.SnapshotStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandInMemberTest {

    private static final HashKv HASH = new HashKv(0x8e9e05c52164694dL, 77, 0xFFFF_FFF0L, 12, OptionalLong.empty());

    @TempDir
    Path folder;

    private Path snapshot() throws IOException {
        byte[] bytes = new byte[(5 << 20) + 32];
        new Random(7).nextBytes(bytes);
        return Files.write(folder.resolve("any.db"), bytes);
    }

    private static EtcdConnection connect(StandInMember member) throws EtcdException {
        return EtcdConnection.open(EtcdSettings.of(List.of(member.endpoint())), member.endpoint());
    }

    @Test
    void theSnapshotComesAsItLiesThere() throws IOException {
        Path file = snapshot();
        try (StandInMember member = StandInMember.serve(file, HASH);
                EtcdConnection connection = connect(member);
                SnapshotStream stream = connection.snapshot()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            long announced = 0;
            for (Optional<SnapshotBlob> blob = stream.next(); blob.isPresent(); blob = stream.next()) {
                byte[] bytes = new byte[blob.get().bytes().remaining()];
                blob.get().bytes().get(bytes);
                announced = announced == 0 ? bytes.length + blob.get().remaining() : announced;
                all.writeBytes(bytes);
            }

            assertArrayEquals(Files.readAllBytes(file), all.toByteArray());
            assertEquals(5 << 20, announced);
            assertEquals(Optional.of("3.6.0"), stream.storageVersion());
        }
    }

    @Test
    void itSpeaksAsALeaderOfOne() throws IOException {
        try (StandInMember member = StandInMember.serve(snapshot(), HASH);
                EtcdConnection connection = connect(member)) {
            MemberStatus status = connection.status();

            assertTrue(status.isLeader());
            assertEquals(5 << 20, status.dbSize());
            assertEquals(HASH, connection.hashKv(77));
            assertEquals("default", connection.members().getFirst().name());
            assertEquals(status.memberId(), connection.members().getFirst().id());
        }
    }

    @Test
    void aClientThatGoesAwayLeavesItAnswering() throws IOException {
        try (StandInMember member = StandInMember.serve(snapshot(), HASH)) {
            try (EtcdConnection connection = connect(member);
                    SnapshotStream stream = connection.snapshot()) {
                assertTrue(stream.next().isPresent());
            }
            try (EtcdConnection connection = connect(member)) {
                assertEquals(77, connection.status().revision());
            }
        }
    }

    @Test
    void nobodyReachesItFromOutside() throws IOException {
        try (StandInMember member = StandInMember.serve(snapshot(), HASH)) {
            List<InetAddress> outside = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .toList();
            for (InetAddress address : outside) {
                assertThrows(ConnectException.class, () -> connectTo(address, member.endpoint()), address.toString());
            }
            connectTo(InetAddress.getLoopbackAddress(), member.endpoint());
        }
    }

    private static void connectTo(InetAddress address, URI endpoint) throws IOException {
        new Socket(address, endpoint.getPort()).close();
    }

    @Test
    void nothingListensAfterItsEnd() throws IOException {
        URI endpoint;
        try (StandInMember member = StandInMember.serve(snapshot(), HASH)) {
            endpoint = member.endpoint();
        }

        assertThrows(ConnectException.class, () -> connectTo(InetAddress.getLoopbackAddress(), endpoint));
    }

    @Test
    void withoutASnapshotThereIsNoMember() {
        assertThrows(NoSuchFileException.class, () -> StandInMember.serve(folder.resolve("missing.db"), HASH));
    }
}
