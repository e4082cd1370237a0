package dev.perigee.cli.console;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that is only a name for others; by itself it shows its help, as etcdctl's do. */
public abstract class Group extends Command implements AboutCommands {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    /**
     * A group of one run.
     *
     * @param session the run
     */
    protected Group(Session session) {
        super(session);
    }

    @Override
    protected final ExitCode run() throws Failure {
        session.terminal().data(spec.commandLine().getUsageMessage());
        return ExitCode.OK;
    }
}
