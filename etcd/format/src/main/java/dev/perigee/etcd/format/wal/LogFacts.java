package dev.perigee.etcd.format.wal;

import java.util.List;
import java.util.Optional;

/**
 * What a member's write-ahead log says, as far as it can be read.
 *
 * @param files their names, the oldest first
 * @param firstIndex the index that the oldest file begins at
 * @param identity whose log it is; empty if it doesn't say
 * @param heldFrom the first entry from which on none is missing; one more than {@code last} if there is none
 * @param last the newest entry; {@link RaftPosition#START} if there is none
 * @param commit the newest entry known to be committed
 * @param term the newest term known
 * @param snapshots the raft snapshots that it tells of, the oldest first, also those that aren't committed
 * @param fault why it can't be read further; empty if it is whole
 */
public record LogFacts(
        List<String> files,
        long firstIndex,
        Optional<Identity> identity,
        long heldFrom,
        RaftPosition last,
        long commit,
        long term,
        List<RaftPosition> snapshots,
        Optional<LogFault> fault) {

    /** Copies the lists. */
    public LogFacts {
        files = List.copyOf(files);
        snapshots = List.copyOf(snapshots);
    }

    /**
     * Whose log it is.
     *
     * @param member the member's id, unsigned
     * @param cluster the cluster's id, unsigned
     */
    public record Identity(long member, long cluster) {}

    /**
     * The snapshots that a restart may begin from.
     *
     * @return those up to the newest committed entry, the oldest first
     */
    public List<RaftPosition> committedSnapshots() {
        return snapshots.stream()
                .filter(snapshot -> Long.compareUnsigned(snapshot.index(), commit) <= 0)
                .toList();
    }
}
