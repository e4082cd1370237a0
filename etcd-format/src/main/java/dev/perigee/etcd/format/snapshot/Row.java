package dev.perigee.etcd.format.snapshot;

import java.lang.foreign.MemorySegment;

/** One row of the key bucket: a key at a revision. A view that holds only until the visitor returns. */
public interface Row {

    /**
     * The revision's main part: the transaction.
     *
     * @return 0 or more
     */
    long main();

    /**
     * The revision's sub part: the place within the transaction.
     *
     * @return 0 or more
     */
    long sub();

    /**
     * Whether the row says that the key was deleted. It has neither value nor versions then.
     *
     * @return whether it is a tombstone
     */
    boolean tombstone();

    /**
     * The user's key.
     *
     * @return its bytes; don't keep the segment
     */
    MemorySegment key();

    /**
     * The user's value.
     *
     * @return its bytes; don't keep the segment
     */
    MemorySegment value();

    /**
     * The revision at which the key came into being.
     *
     * @return 0 for a tombstone
     */
    long createRevision();

    /**
     * How many times the key was written since then.
     *
     * @return 0 for a tombstone
     */
    long version();

    /**
     * The lease that the key hangs on.
     *
     * @return 0 if none
     */
    long lease();
}
