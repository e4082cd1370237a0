package dev.perigee.core.packed;

import dev.perigee.api.Sha256;
import dev.perigee.etcd.format.bbolt.write.ProvenFile;
import dev.perigee.etcd.format.snapshot.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * The digest of all that a store holds, whatever file holds it in whatever layout: the SHA-256 of each bucket's name, its
 * length before it in 16 bits, big-endian, and of the SHA-256 of the bucket's {@link Print prints}; the buckets and their
 * entries in bbolt's order. Not safe for many threads.
 */
public final class ContentDigest {

    private final MessageDigest all = Sha256.digester();
    private final MessageDigest bucket = Sha256.digester();

    ContentDigest() {}

    /**
     * Reads it off a file.
     *
     * @param proven a snapshot whose structure has been proven
     * @return the digest of what it holds
     * @throws IOException if it can't be read
     */
    public static Sha256 of(Path proven) throws IOException {
        ContentDigest digest = new ContentDigest();
        Print print = new Print();
        try (ProvenFile file = ProvenFile.open(proven, pageSize(proven))) {
            for (String name : file.bucketNames()) {
                file.bucket(name, (key, value) -> digest.entry(print.of(key, value)));
                digest.endBucket(bytes(name));
            }
        }
        return digest.finish();
    }

    static int pageSize(Path proven) throws IOException {
        try (Snapshot snapshot = Snapshot.open(proven)) {
            return snapshot.pageSize();
        }
    }

    static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    void entry(byte[] print) {
        bucket.update(print);
    }

    void endBucket(byte[] name) {
        bucket(name, bucket.digest());
    }

    void bucket(byte[] name, byte[] digestOfPrints) {
        all.update((byte) (name.length >>> Byte.SIZE));
        all.update((byte) name.length);
        all.update(name);
        all.update(digestOfPrints);
    }

    Sha256 finish() {
        return Sha256.of(all.digest());
    }
}
