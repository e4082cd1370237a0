package dev.perigee.core.datadir;

import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import dev.perigee.etcd.format.wal.LogFacts;
import dev.perigee.etcd.format.wal.RaftSnapshots;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What lies in a stopped member's directory.
 *
 * @param log what its write-ahead log says
 * @param snapshots its raft snapshots, the newest first
 * @param database what its database holds; empty if there is none or it is damaged
 * @param damage what is wrong with the database; empty if it is sound, or if there is none
 * @param files the names in {@code member/snap}
 */
public record DirectoryFacts(
        LogFacts log,
        List<RaftSnapshots.Entry> snapshots,
        Optional<SnapshotFacts> database,
        Optional<String> damage,
        Set<String> files) {

    /** Copies the collections. */
    public DirectoryFacts {
        snapshots = List.copyOf(snapshots);
        files = Set.copyOf(files);
    }
}
