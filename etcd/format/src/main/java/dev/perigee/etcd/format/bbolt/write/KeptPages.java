package dev.perigee.etcd.format.bbolt.write;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;

/** Which pages of a tree stay where they are with all that is below them, in order: their sum, not they. */
final class KeptPages {

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    /** All children of the branches on the way to a bucket's last entry, from above, but for that way. */
    static KeptPages of(ProvenFile file, byte[] record) throws IOException {
        KeptPages kept = new KeptPages();
        file.guarded(() -> {
            long id = ProvenFile.root(record);
            for (int depth = 0; id != 0; depth++) {
                MemorySegment page = file.met(id, depth);
                id = ProvenFile.isBranch(page) ? kept.addAllButTheLast(page) : 0;
            }
        });
        return kept;
    }

    private long addAllButTheLast(MemorySegment branch) {
        int last =
                Objects.checkIndex(ProvenFile.count(branch) - 1, ProvenFile.count(branch)); // of none, it lies outside
        for (int i = 0; i < last; i++) {
            add(ProvenFile.child(branch, i));
        }
        return ProvenFile.child(branch, last);
    }

    void add(long id) {
        crc.update(number.clear().putLong(id).flip());
    }

    boolean sameAs(KeptPages other) {
        return crc.getValue() == other.crc.getValue();
    }
}
