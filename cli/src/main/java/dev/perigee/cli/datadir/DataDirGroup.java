package dev.perigee.cli.datadir;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;

/** {@code perigee data-dir}. */
@Command(name = "data-dir", description = "Data directories of members that don't run.")
@Subcommands({DataDirCheck.class})
public final class DataDirGroup extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public DataDirGroup(Session session) {
        super(session);
    }
}
