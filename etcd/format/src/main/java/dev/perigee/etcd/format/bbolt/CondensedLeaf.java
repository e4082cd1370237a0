package dev.perigee.etcd.format.bbolt;

import java.lang.foreign.MemorySegment;

/**
 * A sound leaf whose bytes are gone: what a walk still needs of them. A view that holds only until the next one is found.
 */
public interface CondensedLeaf {

    /**
     * How many more pages it runs on over.
     *
     * @return 0 or more
     */
    int overflow();

    /**
     * How many entries it has.
     *
     * @return 1 or more
     */
    int entries();

    /**
     * How many bytes its entries have, keys and values.
     *
     * @return 1 or more
     */
    long length();

    /**
     * What its entries' bytes hash to, in their order.
     *
     * @return a CRC32C
     */
    int checksum();

    /**
     * The key of its first entry.
     *
     * @return a view
     */
    MemorySegment firstKey();

    /**
     * The key of its last entry.
     *
     * @return a view
     */
    MemorySegment lastKey();
}
