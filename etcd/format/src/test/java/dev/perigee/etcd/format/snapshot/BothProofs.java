package dev.perigee.etcd.format.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Proves the same bytes as a file and while they pass. The second proof is the first, or none. */
final class BothProofs {

    private static final Checks HASHKV = new Checks(false, OptionalLong.of(0));

    private BothProofs() {}

    /** Whether the bytes were proven while they passed; fails where they mustn't have been, or came to something else. */
    static boolean agree(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Optional<SnapshotProof> streamed = streamed(bytes, file.toAbsolutePath().getParent());
        if (streamed.isPresent()) {
            assertEquals(ofFile(file), streamed);
        }
        return streamed.isPresent();
    }

    static Optional<SnapshotProof> ofFile(Path file) throws IOException {
        try (Snapshot snapshot = Snapshot.open(file)) {
            return Optional.of(snapshot.check(HASHKV, Progress.NONE));
        } catch (DamagedSnapshotException e) {
            return Optional.empty();
        }
    }

    /** In pieces that end anywhere. */
    static Optional<SnapshotProof> streamed(byte[] bytes, Path temporary) throws IOException {
        Random random = new Random(bytes.length);
        try (StreamProof proof = new StreamProof(bytes.length, true, temporary)) {
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(1 << random.nextInt(18)));
                proof.update(ByteBuffer.wrap(bytes, at, length));
                at += length;
            }
            return proof.end();
        }
    }
}
