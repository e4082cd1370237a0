package dev.perigee.etcd.format.bbolt.write;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The sum of a bucket's entries, by which two buckets are compared without holding them. */
final class BucketDigest implements ProvenFile.Visitor {

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer lengths = ByteBuffer.allocate(2 * Integer.BYTES);
    private long entries;

    @Override
    public void entry(MemorySegment key, MemorySegment value) {
        lengths.clear().putInt((int) key.byteSize()).putInt((int) value.byteSize());
        crc.update(lengths.flip());
        crc.update(key.asByteBuffer());
        crc.update(value.asByteBuffer());
        entries++;
    }

    boolean sameAs(BucketDigest other) {
        return entries == other.entries && crc.getValue() == other.crc.getValue();
    }
}
