package dev.perigee.core.history.kinship;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Timeline;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether a backup that was taken while a history was recorded, or later, is of the same store, and so goes with it. Pure. */
public enum Kin {
    /** Nothing speaks against it. */
    SAME,
    /** The history had seen more before the backup was taken: it is of an older state that was put back, or of a member that lagged. */
    BEHIND,
    /** Its manifest says that an older state was put back in between, and that may be wrong. */
    BRANCHED,
    /** It is of another cluster of that name, or its rows are others. */
    OTHER;

    /**
     * What manifests tell.
     *
     * @param timeline the backup that the history began with
     * @param began its manifest; empty if that is gone
     * @param cluster etcd's id of the cluster that was recorded; empty if neither that manifest nor a record tells
     * @param backup the manifest of the other
     */
    static Kin of(BackupId timeline, Optional<Manifest> began, OptionalLong cluster, Manifest backup) {
        if (cluster.isPresent() && cluster.getAsLong() != backup.cluster().id()) {
            return OTHER;
        }
        Optional<BackupId> start = backup.timeline().map(Timeline::start);
        boolean branched = began.isPresent()
                ? !start.equals(began.get().timeline().map(Timeline::start))
                : start.filter(since -> since.compareTo(timeline) > 0).isPresent();
        return branched ? BRANCHED : SAME;
    }

    /** What speaks against a backup, as a clause whose subject is that. */
    public String words() {
        return switch (this) {
            case SAME -> "is of that store as far as anybody knows";
            case BEHIND -> "was taken when more had been recorded than it holds";
            case BRANCHED -> "tells of another timeline";
            case OTHER -> "is of another store";
        };
    }

    /** Whether rows alone can tell: it is made of where nothing else leads there, and held against what was recorded. */
    public boolean isDoubtful() {
        return this == BEHIND || this == BRANCHED;
    }
}
