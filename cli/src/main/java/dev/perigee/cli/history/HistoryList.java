package dev.perigee.cli.history;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.Where;
import dev.perigee.core.engine.HistoryRequest;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.report.HistoryRow;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code perigee history list}. */
@CommandLine.Command(
        name = "list",
        description = "What can be restored to any revision, and the gaps with their reasons; the newest first.",
        footer = {"  perigee history list"})
public final class HistoryList extends Command {

    @Mixin
    private final Where where = new Where();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public HistoryList(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        HistoryListing listing = run(new HistoryRequest(where.scope()));
        session.report(HistoryRow.list(listing), Format.TABLE);
        listing.problems().stream().map(SinkFailure::text).forEach(session::warn);
        return Failures.code(listing.outcome());
    }
}
