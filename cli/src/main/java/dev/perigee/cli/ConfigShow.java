package dev.perigee.cli;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.setup.Setup;
import dev.perigee.core.config.EffectiveConfig;
import java.util.Optional;
import picocli.CommandLine;

/** {@code perigee config show}. */
@CommandLine.Command(
        name = "show",
        description = "Show the configuration in force, with secrets masked.",
        footer = {"  perigee config show"})
public final class ConfigShow extends Command {

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public ConfigShow(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() throws Exception {
        try (Setup setup = Setup.of(session, Optional.empty())) {
            session.terminal().data(EffectiveConfig.render(setup.config()));
            return ExitCode.OK;
        }
    }
}
