package dev.perigee.core.engine;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A state of the keys: the live cluster's or a snapshot's, as it is or as it was at a revision.
 *
 * @param snapshot where the snapshot is; empty for the live cluster
 * @param revision the revision; empty for the newest
 */
public record State(Optional<Source> snapshot, OptionalLong revision) {

    /** The live cluster as it is now. */
    public static final State LIVE = new State(Optional.empty(), OptionalLong.empty());

    /**
     * Whether etcd is needed to read it.
     *
     * @return true for the live cluster
     */
    public boolean isLive() {
        return snapshot.isEmpty();
    }
}
