package dev.perigee.etcd.format.bbolt;

/** A set of page numbers. Takes memory only where there are members: the page count of a hostile file may be huge. */
final class PageSet {

    private static final int CHUNK_BITS = 16;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;

    private final long[][] chunks;

    /** A set of numbers below {@code pages}, which is at most {@link MetaPages#MOST_PAGES}. */
    PageSet(long pages) {
        chunks = new long[(int) (pages >>> CHUNK_BITS) + 1][];
    }

    /** Adds a number and says whether it is new. */
    boolean add(long page) {
        int index = (int) (page >>> CHUNK_BITS);
        if (chunks[index] == null) {
            chunks[index] = new long[1 << (CHUNK_BITS - 6)];
        }
        int bit = (int) page & CHUNK_MASK;
        boolean isNew = (chunks[index][bit >>> 6] & (1L << bit)) == 0;
        chunks[index][bit >>> 6] |= 1L << bit;
        return isNew;
    }

    boolean contains(long page) {
        long[] chunk = chunks[(int) (page >>> CHUNK_BITS)];
        int bit = (int) page & CHUNK_MASK;
        return chunk != null && (chunk[bit >>> 6] & (1L << bit)) != 0;
    }
}
