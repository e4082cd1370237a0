package dev.perigee.cli;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.engine.Status;
import dev.perigee.core.engine.Status.SinkStatus;
import dev.perigee.core.engine.StatusRequest;
import dev.perigee.core.report.StatusDocument;
import dev.perigee.core.words.Sizes;
import dev.perigee.core.words.Words;
import java.util.Set;
import picocli.CommandLine;

/** {@code perigee status}. */
@CommandLine.Command(
        name = "status",
        description = "Show whether each job's backups are where they should be. Exits with 17 if one that was due is"
                + " missing. For people, cron and monitoring; needs no daemon.",
        footer = {"  perigee status", "  perigee status -w json"})
public final class StatusCommand extends Command {

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public StatusCommand(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        Status status = quietly(new StatusRequest());
        session.show(StatusDocument.of(status), Format.TABLE);
        status.jobs().forEach(job -> job.sinks().forEach(sink -> tell(job.name(), sink)));
        status.spool()
                .filter(spool -> !spool.bodies().isEmpty())
                .ifPresent(spool -> session.note(Words.count(spool.bodies().size(), "backup") + " ("
                        + Sizes.human(spool.bytes()) + ") in the spool, on the way to a sink or waiting for one"));
        return Failures.code(status.outcome());
    }

    private void tell(String job, SinkStatus sink) {
        if (!sink.sentence().isEmpty()) {
            session.warn("job '" + job + "': " + sink.sentence()
                    + sink.cure().map(cure -> "; " + cure).orElse(""));
        }
    }
}
