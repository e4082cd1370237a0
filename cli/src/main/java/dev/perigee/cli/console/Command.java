package dev.perigee.cli.console;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/**
 * A command: a public class with picocli's annotations and one public constructor that takes the {@link Session}. It
 * reads its options, calls one verb and shows what came out.
 */
public abstract class Command implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    /** This run's streams, environment and global options. */
    protected final Session session;

    /**
     * A command of one run.
     *
     * @param session the run
     */
    protected Command(Session session) {
        this.session = session;
    }

    @Override
    public final Integer call() throws Exception {
        return run().number();
    }

    /**
     * Does the work.
     *
     * @return how it ended; {@link ExitCode#OK} or a shade of it, such as {@link ExitCode#PARTIAL}
     * @throws Exception a {@link Failure}, or what {@link Failures} knows how to explain
     */
    protected abstract ExitCode run() throws Exception;
}
