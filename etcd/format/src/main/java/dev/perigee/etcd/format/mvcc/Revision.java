package dev.perigee.etcd.format.mvcc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.Optional;

/**
 * The place of a change in a store's history. Ordered by main, then sub.
 *
 * @param main the transaction, 0 or more
 * @param sub the place within the transaction, 0 or more
 */
public record Revision(long main, long sub) implements Comparable<Revision> {

    /** How many bytes a revision takes: main, an underscore, sub, both big-endian. */
    public static final int BYTES = 17;

    /**
     * What every main part is less than: half of the numbers there are. A server started from more would soon, or at once,
     * count beyond the end and panic; no cluster gets there by itself.
     */
    public static final long LIMIT = 1L << 62;

    /** Where the underscore stands. */
    static final int SEPARATOR_AT = 8;

    /** Where sub begins. */
    static final int SUB_AT = 9;

    /** 64 bits, big-endian, at any address. */
    static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final Comparator<Revision> ORDER =
            Comparator.comparingLong(Revision::main).thenComparingLong(Revision::sub);

    /**
     * Reads a revision.
     *
     * @param bytes its bytes
     * @return the revision; empty if they aren't {@link #BYTES}, lack the underscore, hold a negative number
     *     or a main part from {@link #LIMIT} on
     */
    public static Optional<Revision> read(byte[] bytes) {
        return bytes.length == BYTES && isIn(bytes) ? Optional.of(in(bytes)) : Optional.empty();
    }

    /** Whether so many bytes at least begin with a revision. */
    static boolean isIn(byte[] bytes) {
        Revision revision = in(bytes);
        return bytes[SEPARATOR_AT] == '_' && revision.main >= 0 && revision.main < LIMIT && revision.sub >= 0;
    }

    /** What they begin with. */
    static Revision in(byte[] bytes) {
        MemorySegment segment = MemorySegment.ofArray(bytes);
        return new Revision(segment.get(U64, 0), segment.get(U64, SUB_AT));
    }

    /**
     * Writes a revision: the key of a row that isn't a tombstone.
     *
     * @return {@link #BYTES} bytes
     */
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        segment.set(U64, 0, main);
        bytes[SEPARATOR_AT] = '_';
        segment.set(U64, SUB_AT, sub);
        return bytes;
    }

    @Override
    public int compareTo(Revision other) {
        return ORDER.compare(this, other);
    }
}
