package dev.perigee.cli;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.setup.Setup;
import dev.perigee.cli.setup.SinkReadiness;
import dev.perigee.core.config.PerigeeConfig;
import java.util.Optional;
import picocli.CommandLine;

/** {@code perigee config check}. */
@CommandLine.Command(
        name = "check",
        description = "Check the configuration, every sink's settings and every plugin. Asks no server.",
        footer = {"  perigee config check", "  perigee config check --config ./perigee.conf -w json"})
public final class ConfigCheck extends Command {

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public ConfigCheck(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() throws Exception {
        try (Setup setup = Setup.of(session, Optional.empty())) {
            SinkReadiness readiness = SinkReadiness.of(setup);
            readiness.problems().forEach(session::error);
            if (!readiness.problems().isEmpty()) {
                return ExitCode.BAD_CONFIGURATION;
            }
            session.terminal().data(summary(setup.config()));
            return ExitCode.OK;
        }
    }

    private static String summary(PerigeeConfig config) {
        String source =
                config.source().map(Object::toString).orElse("no configuration file, the defaults are in force");
        return "ok: " + source + " (" + count(config.clusters().size(), "cluster") + ", "
                + count(config.sinks().size(), "sink") + ", "
                + count(config.jobs().size(), "job") + ")\n";
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
