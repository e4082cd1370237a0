package dev.perigee.cli.sink;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Column;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.output.Table.Align;
import dev.perigee.cli.output.View;
import dev.perigee.cli.setup.Setup;
import dev.perigee.cli.setup.SinkReadiness;
import dev.perigee.cli.setup.SinkState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/** {@code perigee sink list}. */
@CommandLine.Command(
        name = "list",
        description = "List the configured sinks, and the types there are plugins for. Asks no store.",
        footer = {"  perigee sink list"})
public final class SinkList extends Command {

    private static final View<SinkState> VIEW = new View<>(
            List.of(
                    Column.of("name", "name", "Name", SinkState::name),
                    Column.of("type", "type", "Type", SinkState::type),
                    Column.of("retention", "retention", "Retention", SinkState::retention),
                    Column.<SinkState>of("plugin", "plugin", "Plugin", SinkState::plugin)
                            .below(),
                    Column.<SinkState>of("version", "version", "Version", SinkState::version)
                            .spare(),
                    Column.of("state", "state", "State", SinkState::state)),
            Align.LEFT);

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
        try (Setup setup = Setup.of(session, Optional.empty())) {
            SinkReadiness readiness = SinkReadiness.of(setup);
            session.show(VIEW, readiness.sinks(), Format.TABLE);
            readiness.problems().forEach(session::error);
            return readiness.problems().isEmpty() ? ExitCode.OK : ExitCode.BAD_CONFIGURATION;
        }
    }
}
