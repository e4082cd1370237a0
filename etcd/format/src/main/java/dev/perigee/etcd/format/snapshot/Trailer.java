package dev.perigee.etcd.format.snapshot;

/** What the SHA-256 that etcd appends to a snapshot says about the bytes before it. */
public enum Trailer {
    /** The digest is there and right: these are the bytes that etcd sent. */
    OK,
    /** There is no digest: the file's length decides that, and it is a copy of a database, not a snapshot stream. */
    MISSING,
    /** The digest is there and wrong: bytes changed after etcd sent them. */
    MISMATCH;

    private static final int DIGEST = 32;

    /** bbolt's pages are multiples of it. */
    private static final int SECTOR = 512;

    /**
     * Whether so many bytes end in a digest: whole sectors, and what is over. etcd decides by nothing else, too.
     *
     * @param length of a file or stream, in bytes
     * @return no for a digest of nothing
     */
    public static boolean isIn(long length) {
        return length > DIGEST && length % SECTOR == DIGEST;
    }
}
