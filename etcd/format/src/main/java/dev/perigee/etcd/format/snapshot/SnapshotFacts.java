package dev.perigee.etcd.format.snapshot;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a proven snapshot says about itself.
 *
 * @param fileLength the file's length in bytes, digest and slack included
 * @param totalSize the database's length in bytes, as {@code etcdutl snapshot status} prints it
 * @param pageSize in bytes, a power of two
 * @param transaction bbolt's number of the transaction that it shows
 * @param hash the status hash: CRC32C over every bucket, key and value; 32 unsigned bits
 * @param revision the newest row's revision, 0 if there is no row: what {@code etcdutl snapshot status} prints
 * @param currentRevision the revision that a server started from it would have, at least 1
 * @param compactRevision the newest finished compaction, -1 if none
 * @param scheduledCompactRevision the newest requested compaction, -1 if none; a server resumes one that isn't finished
 * @param rows how many rows (revisions of keys, tombstones included) the key bucket holds
 * @param totalEntries entries of all buckets together: the "total keys" of etcd 3.5 and older
 * @param liveKeys keys whose newest row isn't a tombstone: the "total keys" of etcd 3.6 and newer
 * @param storageVersion as etcd 3.6 and newer write it, such as {@code 3.6.0}; empty if older
 * @param clusterVersion such as {@code 3.5.0}; empty if the member hadn't learnt it
 * @param consistentIndex the raft index of the newest applied entry, unsigned; empty if not written
 * @param term the raft term of that entry, unsigned; empty if etcd 3.4 or older
 * @param leases how many leases there are
 * @param alarms the alarms raised
 * @param authEnabled whether users must prove who they are
 * @param members the cluster's members, in the order of the file
 */
public record SnapshotFacts(
        long fileLength,
        long totalSize,
        int pageSize,
        long transaction,
        long hash,
        long revision,
        long currentRevision,
        long compactRevision,
        long scheduledCompactRevision,
        long rows,
        long totalEntries,
        long liveKeys,
        Optional<String> storageVersion,
        Optional<String> clusterVersion,
        OptionalLong consistentIndex,
        OptionalLong term,
        long leases,
        List<Alarm> alarms,
        boolean authEnabled,
        List<Member> members) {

    /** Copies the lists. */
    public SnapshotFacts {
        Objects.requireNonNull(storageVersion, "storageVersion");
        Objects.requireNonNull(clusterVersion, "clusterVersion");
        Objects.requireNonNull(consistentIndex, "consistentIndex");
        Objects.requireNonNull(term, "term");
        alarms = List.copyOf(alarms);
        members = List.copyOf(members);
    }
}
