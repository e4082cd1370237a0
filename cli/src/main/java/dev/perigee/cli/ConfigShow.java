package dev.perigee.cli;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.engine.ConfigShowRequest;
import dev.perigee.core.engine.ConfigShowRequest.Effective;
import java.util.Set;
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
    protected Set<Format> formats() {
        return Format.TEXT_AND_JSON;
    }

    @Override
    protected ExitCode run() throws Exception {
        Effective config = quietly(new ConfigShowRequest());
        session.terminal().data(session.format(Format.SIMPLE) == Format.JSON ? config.json() : config.text());
        return ExitCode.OK;
    }
}
