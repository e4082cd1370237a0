package dev.perigee.cli.sink;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.engine.SinkReadiness;
import dev.perigee.core.engine.SinksRequest;
import dev.perigee.core.report.SinkRow;
import java.util.Set;
import picocli.CommandLine;

/** {@code perigee sink list}. */
@CommandLine.Command(
        name = "list",
        description = "List the configured sinks, and the types there are plugins for. Asks no store.",
        footer = {"  perigee sink list"})
public final class SinkList extends Command {

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SinkList(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        SinkReadiness readiness = quietly(new SinksRequest());
        session.show(SinkRow.of(readiness), Format.TABLE);
        readiness.findings().forEach(session::error);
        return Failures.code(readiness.outcome());
    }
}
