package dev.perigee.core.history.kinship;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.Optional;

/** A backup that was taken during a history, and is of another store than that: DAMAGED, if nothing else leads to what was asked for. */
public final class OtherStore extends OperationException {

    private static final long serialVersionUID = 1L;

    private final transient Stores.Pair pair;

    private final boolean ofAnotherCluster;

    public OtherStore(BackupId timeline, BackupId backup, String why) {
        this(timeline, backup, why, false);
    }

    private OtherStore(BackupId timeline, BackupId backup, String why, boolean ofAnotherCluster) {
        super(
                Outcome.DAMAGED,
                "backup " + backup + " and the history of " + timeline + " aren't of the same store: " + why,
                Optional.of("'" + backup + "' in place of a time or a revision takes that backup as it is"),
                Optional.empty());
        this.pair = new Stores.Pair(timeline, backup);
        this.ofAnotherCluster = ofAnotherCluster;
    }

    /** By etcd's own word. */
    public static OtherStore ofAnotherCluster(BackupId timeline, BackupId backup, String why) {
        return new OtherStore(timeline, backup, why, true);
    }

    /** Whether that is told by rows, and not by the cluster's id. */
    public boolean isToldByRows() {
        return !ofAnotherCluster;
    }

    /** Which two. */
    public Stores.Pair pair() {
        return pair;
    }
}
