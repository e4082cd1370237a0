package dev.perigee.etcd.format.mvcc;

import dev.perigee.etcd.format.bbolt.CondensedLeaf;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * A leaf of the key bucket in a few numbers. Of each row: the fingerprint of its key, whether it is a tombstone, its
 * transaction, its length, and what the leaf's rows hash to up to and with it. Written by {@link LeafCondenser}.
 *
 * <p>Plain arrays: in so short a life the compiler has little time, and needs little for these.
 */
public final class CondensedRows implements CondensedLeaf {

    /** How many more pages the leaf runs on over; above that, how many rows it has. */
    static final int SIZES = 0;

    /** In how many ways values are encrypted. */
    static final int KINDS = 1;

    static final int FIRST_SUB = 2;
    static final int LAST_SUB = 3;
    static final int FIRST_ROW = 4;

    /** In a row: 64 bits of the fingerprint, the lowest of them set in what is no tombstone. */
    static final int FINGERPRINT = 0;

    /** In a row: the other 64 bits. */
    static final int MORE_FINGERPRINT = 1;

    /** In a row: its transaction. */
    static final int MAIN = 2;

    /** In a row: where it ends, counted from where the first one begins; above that, the checksum up to there. */
    static final int END = 3;

    /** How many numbers a row has. Behind the rows: a way of encryption each, and above it how many values are encrypted so. */
    static final int ROW = 4;

    private final List<String> kinds;
    private final MemorySegment key = MemorySegment.ofArray(new byte[Revision.BYTES + 1]);
    private long[] numbers = new long[FIRST_ROW];

    /** Ways in which values are encrypted, as {@link EncryptedValues} names them: a record has their places in this list. */
    CondensedRows(List<String> kinds) {
        this.kinds = kinds;
    }

    void of(MemorySegment record) {
        int length = (int) (record.byteSize() / Long.BYTES);
        if (numbers.length < length) {
            numbers = new long[length * 2];
        }
        MemorySegment.copy(record, ValueLayout.JAVA_LONG, 0, numbers, 0, length);
    }

    @Override
    public int overflow() {
        return (int) numbers[SIZES];
    }

    @Override
    public int entries() {
        return (int) (numbers[SIZES] >>> Integer.SIZE);
    }

    @Override
    public long length() {
        return end(entries() - 1);
    }

    @Override
    public int checksum() {
        return checksum(entries() - 1);
    }

    @Override
    public MemorySegment firstKey() {
        return key(0, firstSub());
    }

    @Override
    public MemorySegment lastKey() {
        return key(entries() - 1, lastSub());
    }

    private MemorySegment key(int row, long sub) {
        key.set(Revision.U64, 0, main(row));
        key.set(ValueLayout.JAVA_BYTE, Revision.SEPARATOR_AT, (byte) '_');
        key.set(Revision.U64, Revision.SUB_AT, sub);
        key.set(ValueLayout.JAVA_BYTE, Revision.BYTES, (byte) 't');
        return key.asSlice(0, tombstone(row) ? Revision.BYTES + 1 : Revision.BYTES);
    }

    long firstSub() {
        return numbers[FIRST_SUB];
    }

    long lastSub() {
        return numbers[LAST_SUB];
    }

    long main(int row) {
        return numbers[at(row) + MAIN];
    }

    boolean tombstone(int row) {
        return (fingerprint(row) & 1) == 0;
    }

    long fingerprint(int row) {
        return numbers[at(row) + FINGERPRINT];
    }

    long moreFingerprint(int row) {
        return numbers[at(row) + MORE_FINGERPRINT];
    }

    /** What the rows up to and with this one hash to; 0 for those before the first. */
    int checksum(int row) {
        return row < 0 ? 0 : (int) (numbers[at(row) + END] >>> Integer.SIZE);
    }

    /** How many bytes the rows up to and with this one have; 0 for those before the first. */
    int end(int row) {
        return row < 0 ? 0 : (int) numbers[at(row) + END];
    }

    int kinds() {
        return (int) numbers[KINDS];
    }

    String kind(int index) {
        return kinds.get((int) numbers[at(entries()) + index]);
    }

    int countOfKind(int index) {
        return (int) (numbers[at(entries()) + index] >>> Integer.SIZE);
    }

    private static int at(int row) {
        return FIRST_ROW + row * ROW;
    }

    /** Two numbers in one. */
    static long both(int above, int below) {
        return (long) above << Integer.SIZE | Integer.toUnsignedLong(below);
    }
}
