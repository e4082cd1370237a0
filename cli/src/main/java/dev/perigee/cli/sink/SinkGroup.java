package dev.perigee.cli.sink;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;

/** {@code perigee sink}. */
@Command(name = "sink", description = "Look at the storage sinks.")
@Subcommands({SinkList.class, SinkCheck.class, SinkNew.class})
public final class SinkGroup extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public SinkGroup(Session session) {
        super(session);
    }
}
