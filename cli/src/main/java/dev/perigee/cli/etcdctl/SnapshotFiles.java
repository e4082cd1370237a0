package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import dev.perigee.cli.snapshot.SnapshotRestore;
import dev.perigee.cli.snapshot.SnapshotStatus;
import picocli.CommandLine.Command;

/** {@code perigee etcdctl snapshot}. */
@Command(
        name = "snapshot",
        description = "Snapshot files: etcdctl's command to save one, etcdutl's to look at it and to restore it.")
@Subcommands({SaveSnapshot.class, SnapshotStatus.class, SnapshotRestore.class})
public final class SnapshotFiles extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public SnapshotFiles(Session session) {
        super(session);
    }
}
