package dev.perigee.etcd.format.mvcc;

/** A set of row numbers, a bit each. Takes memory only where there are members. Not safe for many threads. */
public final class RowSet {

    private static final int CHUNK_BITS = 20;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;

    private final long[][] chunks;

    /** A set of numbers below {@code rows}. */
    RowSet(long rows) {
        chunks = new long[Math.toIntExact((rows >>> CHUNK_BITS) + 1)][];
    }

    void add(long row) {
        int index = (int) (row >>> CHUNK_BITS);
        if (chunks[index] == null) {
            chunks[index] = new long[1 << (CHUNK_BITS - 6)];
        }
        chunks[index][((int) row & CHUNK_MASK) >>> 6] |= 1L << row;
    }

    /** How many members there are below {@code rows}. */
    long countBelow(long rows) {
        long count = 0;
        for (long first = 0; first < rows; first += Long.SIZE) {
            long word = word(first);
            count += Long.bitCount(rows - first < Long.SIZE ? word & (1L << rows) - 1 : word);
        }
        return count;
    }

    /**
     * Whether a row is a member.
     *
     * @param row its number, from 0
     * @return false also if there is no such row
     */
    public boolean contains(long row) {
        return (word(row) & (1L << row)) != 0;
    }

    private long word(long row) {
        int index = (int) (row >>> CHUNK_BITS);
        long[] chunk = index < chunks.length ? chunks[index] : null;
        return chunk == null ? 0 : chunk[((int) row & CHUNK_MASK) >>> 6];
    }
}
