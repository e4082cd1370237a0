package dev.perigee.cli.history;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;

/** {@code perigee history}. */
@Command(
        name = "history",
        description = "What was recorded between backups: since when, up to when, and where it has gaps.")
@Subcommands({HistoryStatus.class, HistoryList.class})
public final class HistoryGroup extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public HistoryGroup(Session session) {
        super(session);
    }
}
