package dev.perigee.core.source;

import dev.perigee.core.source.SnapshotRejected.Check;

/** What a member may say of its database's size. */
final class Announced {

    /** 1 TiB: etcd's own limit of what works well is 8 GiB, and bbolt maps the whole of it into memory. */
    private static final long MOST_BYTES = 1L << 40;

    private Announced() {}

    /** Refuses a length that no database has; it would end in a full disk, or in a sum that overflows. */
    static long require(String sender, long bytes) throws SnapshotRejected {
        if (bytes < 0 || bytes > MOST_BYTES) {
            throw new SnapshotRejected(
                    Check.TOO_LONG,
                    sender + " announces a database of " + Long.toUnsignedString(bytes)
                            + " bytes, which can't be true; is that an etcd member?");
        }
        return bytes;
    }
}
