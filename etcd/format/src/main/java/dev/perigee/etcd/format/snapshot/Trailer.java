package dev.perigee.etcd.format.snapshot;

/** What the SHA-256 that etcd appends to a snapshot says about the bytes before it. */
public enum Trailer {
    /** The digest is there and right: these are the bytes that etcd sent. */
    OK,
    /** There is no digest: the file's length decides that, and it is a copy of a database, not a snapshot stream. */
    MISSING,
    /** The digest is there and wrong: bytes changed after etcd sent them. */
    MISMATCH
}
