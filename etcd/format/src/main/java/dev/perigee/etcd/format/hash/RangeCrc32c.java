package dev.perigee.etcd.format.hash;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/**
 * A running CRC32C over ranges of memory.
 *
 * <p>Adjacent ranges are joined before they are hashed: the entries of a bbolt leaf lie back to back, so a whole leaf
 * usually becomes one call, which is what makes the checksum instruction pay. Nothing is copied. Of bytes that are gone their
 * checksum does as well. Not safe for many threads.
 */
public final class RangeCrc32c {

    private final CRC32C crc = new CRC32C();
    private final Crc32cShift shift = new Crc32cShift();
    private int joined;
    private long sinceJoined;
    private MemorySegment pending = MemorySegment.NULL;
    private long from;
    private long to;

    /** A checksum of nothing yet. */
    public RangeCrc32c() {}

    /**
     * Adds a range. The bytes must stay as they are until {@link #flush()}.
     *
     * @param bytes where they are, off the heap or on it
     * @param start the first one
     * @param length how many, below 2 GiB
     */
    public void add(MemorySegment bytes, long start, long length) {
        if (start != to || !bytes.equals(pending)) {
            flush();
            pending = bytes;
            from = start;
        }
        to = start + length;
    }

    /**
     * Adds some bytes at once.
     *
     * @param bytes what to add
     */
    public void add(byte[] bytes) {
        flush();
        crc.update(bytes);
        sinceJoined += bytes.length;
    }

    /**
     * Adds bytes that are known only by their checksum.
     *
     * @param checksum their CRC32C
     * @param length how many there are
     */
    public void add(int checksum, long length) {
        flush();
        joined = shift.shifted(soFar(), length) ^ checksum;
        crc.reset();
        sinceJoined = 0;
    }

    /**
     * The checksum of the end of some bytes.
     *
     * @param whole the checksum of all of them
     * @param beginning that of those before the end
     * @param length how many bytes the end has
     * @return 32 bits
     */
    public int end(int whole, int beginning, long length) {
        return whole ^ shift.shifted(beginning, length);
    }

    private int soFar() {
        return shift.shifted(joined, sinceJoined) ^ (int) crc.getValue();
    }

    /** Hashes what was added. To be called before the memory is used for something else. */
    public void flush() {
        if (to > from) {
            crc.update(pending.asSlice(from, to - from).asByteBuffer());
            sinceJoined += to - from;
        }
        pending = MemorySegment.NULL;
        from = 0;
        to = 0;
    }

    /**
     * The checksum of all that was added.
     *
     * @return 32 unsigned bits
     */
    public long value() {
        flush();
        return Integer.toUnsignedLong(soFar());
    }
}
