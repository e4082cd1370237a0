package dev.perigee.cli.console;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Turns Ctrl-C and SIGTERM into an interrupt of the working thread, or into what its command asked for instead; waits
 * while it tidies up; and ends the process with the code that the work then gives, rather than with the signal's.
 */
public final class Signals {

    /** Long enough to remove a half-written file, to abort an upload or to end a daemon; shorter than systemd's patience. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CompletableFuture<ExitCode> end = new CompletableFuture<>();
    private volatile Runnable reaction;

    private Signals(Runnable reaction) {
        this.reaction = reaction;
    }

    /**
     * Catches this process's signals.
     *
     * @param worker the thread that works
     * @return the signals; {@link #finish} ends the process
     */
    public static Signals interrupting(Thread worker) {
        Signals signals = new Signals(worker::interrupt);
        Runtime.getRuntime().addShutdownHook(new Thread(signals::react, "signals"));
        return signals;
    }

    /**
     * Catches nothing: for commands that run inside another program.
     *
     * @return signals that never come
     */
    public static Signals none() {
        return new Signals(() -> {});
    }

    /**
     * Says what a signal should do instead of interrupting.
     *
     * @param instead returns at once, and has the work end soon
     */
    public void reactWith(Runnable instead) {
        reaction = instead;
    }

    /**
     * Ends the process; never returns.
     *
     * @param code the exit code
     */
    public void finish(ExitCode code) {
        end.complete(code);
        System.exit(code.number());
    }

    private void react() {
        if (!end.isDone()) {
            reaction.run();
            Runtime.getRuntime().halt(awaitEnd().number());
        }
    }

    private ExitCode awaitEnd() {
        try {
            return end.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return ExitCode.INTERRUPTED;
        }
    }
}
