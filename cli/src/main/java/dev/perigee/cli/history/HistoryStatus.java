package dev.perigee.cli.history;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.Where;
import dev.perigee.core.engine.HistoryRequest;
import dev.perigee.core.engine.HistoryStandingRequest;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.report.HistoryDocument;
import dev.perigee.core.report.HistoryRow;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code perigee history status}. */
@CommandLine.Command(
        name = "status",
        description = "How far a cluster's history goes, by the sinks' word, and its gaps with their reasons.",
        footer = {"  perigee history status"})
public final class HistoryStatus extends Command {

    @Mixin
    private final Where where = new Where();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public HistoryStatus(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        HistoryListing listing = run(new HistoryRequest(where.scope()));
        Instant now = Instant.now();
        session.report(HistoryRow.status(listing, now), Format.TABLE);
        run(new HistoryStandingRequest(Optional.of(where.scope())))
                .jobs()
                .forEach((job, seen) ->
                        session.note("job '" + job + "', on this machine: " + HistoryDocument.sentence(seen, now)));
        listing.gaps().stream().map(HistoryRow::words).forEach(session::note);
        listing.problems().stream().map(SinkFailure::text).forEach(session::warn);
        return Failures.code(listing.outcome());
    }
}
