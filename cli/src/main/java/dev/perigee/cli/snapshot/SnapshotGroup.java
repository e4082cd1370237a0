package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;

/** {@code perigee snapshot}. */
@Command(name = "snapshot", description = "Take, prove, list and give back snapshots.")
@Subcommands({
    SnapshotSave.class,
    SnapshotStatus.class,
    SnapshotHashKv.class,
    SnapshotList.class,
    SnapshotShow.class,
    SnapshotVerify.class,
    SnapshotDrill.class,
    SnapshotPrune.class,
    SnapshotDelete.class,
    SnapshotFetch.class,
    SnapshotRestore.class
})
public final class SnapshotGroup extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public SnapshotGroup(Session session) {
        super(session);
    }
}
