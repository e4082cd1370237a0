package dev.perigee.cli.console;

/** A command that is only a name for others; by itself it shows its help, as etcdctl's do. */
public abstract class Group extends Command implements AboutCommands {

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
        session.terminal().data(spec().commandLine().getUsageMessage());
        return ExitCode.OK;
    }
}
