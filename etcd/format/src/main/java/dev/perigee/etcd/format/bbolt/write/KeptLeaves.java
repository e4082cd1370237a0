package dev.perigee.etcd.format.bbolt.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Which leaves of a tree stay where they are, in order: their sum, not they. */
final class KeptLeaves {

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    private long count;

    /** All leaves of a bucket but the last one. */
    static KeptLeaves of(ProvenFile file, byte[] record) throws IOException {
        KeptLeaves kept = new KeptLeaves();
        long[] last = new long[1];
        file.leaves(record, (id, depth) -> {
            if (last[0] != 0) {
                kept.add(last[0]);
            }
            last[0] = id;
        });
        return kept;
    }

    void add(long id) {
        crc.update(number.clear().putLong(id).flip());
        count++;
    }

    long count() {
        return count;
    }

    boolean sameAs(KeptLeaves other) {
        return count == other.count && crc.getValue() == other.crc.getValue();
    }
}
