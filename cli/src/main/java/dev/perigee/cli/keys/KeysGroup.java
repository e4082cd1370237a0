package dev.perigee.cli.keys;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;

/** {@code perigee keys}. */
@Command(
        name = "keys",
        description = "Look at the keys of the cluster, of a snapshot or of a stored backup; put some back.")
@Subcommands({
    KeysLs.class,
    KeysGet.class,
    KeysHistory.class,
    KeysDiff.class,
    KeysTop.class,
    KeysRestore.class,
    KeysUndo.class
})
public final class KeysGroup extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public KeysGroup(Session session) {
        super(session);
    }
}
