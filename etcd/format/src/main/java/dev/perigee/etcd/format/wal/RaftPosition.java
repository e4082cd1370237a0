package dev.perigee.etcd.format.wal;

/**
 * A place in raft's log.
 *
 * @param index of an entry, unsigned; 0 before the first
 * @param term in which it was written, unsigned
 */
public record RaftPosition(long index, long term) {

    /** Before the first entry. */
    public static final RaftPosition START = new RaftPosition(0, 0);
}
