package dev.perigee.etcd.format.snapshot;

/**
 * The hash by which etcd compares the contents of two stores at a revision. Equal to what the live member's HashKV call
 * says at the same revision, if nothing was compacted since.
 *
 * @param hash 32 unsigned bits
 * @param revision the revision it holds for
 * @param compactRevision the newest compacted revision, -1 if none; hashes of unequal ones can't be compared
 */
public record HashKv(long hash, long revision, long compactRevision) {}
