package dev.perigee.cli.console;

import dev.perigee.cli.output.Format;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.Request;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.progress.ProgressEvent;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public final Integer call() throws Exception {
        heedHangUps(session.signals());
        if (session.options().format().isPresent()) {
            requireFormat(session.options().format().get());
        }
        return number(run());
    }

    /**
     * Says what SIGHUP means to it, which waits until then: the end, unless a command says otherwise.
     *
     * @param signals the process's
     */
    protected void heedHangUps(Signals signals) {
        signals.endOnHangUp();
    }

    /**
     * What the shell sees.
     *
     * @param end how it ended
     * @return its number, unless the command ran another one and hands on what that ended with
     */
    protected int number(ExitCode end) {
        return end.number();
    }

    /** Asks the engine, and shows the steps. */
    protected final <R extends Result> R run(Engine engine, Request<R> request) throws OperationException {
        ProgressDisplay progress = new ProgressDisplay(session);
        try {
            return engine.run(request, progress);
        } finally {
            progress.clear();
        }
    }

    /** Asks an engine for jobs and backups, and shows the steps. */
    protected final <R extends Result> R run(Request<R> request) throws OperationException {
        try (Engine engine = Engines.forJobs(session, Optional.empty())) {
            return run(engine, request);
        }
    }

    /** Asks an engine for jobs and backups, and shows warnings only. */
    protected final <R extends Result> R warned(Request<R> request) throws OperationException {
        try (Engine engine = Engines.forJobs(session, Optional.empty())) {
            return engine.run(request, event -> {
                if (event instanceof ProgressEvent.Warning warning) {
                    session.warn(warning.text());
                }
            });
        }
    }

    /** Asks an engine for jobs and backups; nothing is shown. */
    protected final <R extends Result> R quietly(Request<R> request) throws OperationException {
        try (Engine engine = Engines.forJobs(session, Optional.empty())) {
            return engine.run(request);
        }
    }

    /** The command as picocli knows it. */
    protected final CommandSpec spec() {
        return spec;
    }

    /**
     * The formats that {@code -w} may ask for. What a command can't show in a format it refuses before it does anything.
     *
     * @return none if there is no choice, which is so unless a command says otherwise
     */
    protected Set<Format> formats() {
        return Set.of();
    }

    /**
     * Refuses a format that the command doesn't have.
     *
     * @param name as given to {@code -w}
     * @throws Failure FEATURE for one that no command has, BAD_ARGUMENTS for one that this command lacks
     */
    protected void requireFormat(String name) throws Failure {
        Format format = Format.of(name)
                .orElseThrow(() -> Failure.of(ExitCode.FEATURE, "unsupported output format '" + name + "'")
                        .withHint(formats().isEmpty() ? noChoice() : "-w takes " + Format.labels(formats())));
        if (!formats().contains(format)) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "'" + spec.qualifiedName() + "' can't write its output as " + name)
                    .withHint(formats().isEmpty() ? noChoice() : "-w takes " + Format.labels(formats()));
        }
    }

    private static String noChoice() {
        return "its output has one form only; leave -w out";
    }

    /**
     * Does the work.
     *
     * @return how it ended; {@link ExitCode#OK} or a shade of it, such as {@link ExitCode#PARTIAL}
     * @throws Exception a {@link Failure}, or what {@link Failures} knows how to explain
     */
    protected abstract ExitCode run() throws Exception;
}
