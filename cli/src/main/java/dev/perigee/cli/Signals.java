package dev.perigee.cli;

import dev.perigee.cli.console.ExitCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Turns Ctrl-C and SIGTERM into an interrupt of the working thread, waits while it tidies up, and ends the process with
 * the code that the work then gives, rather than with the signal's.
 */
final class Signals {

    /** Long enough to remove a half-written file or to abort an upload; shorter than systemd's patience. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CompletableFuture<ExitCode> end = new CompletableFuture<>();
    private final Thread worker;

    private Signals(Thread worker) {
        this.worker = worker;
    }

    static Signals interrupting(Thread worker) {
        Signals signals = new Signals(worker);
        Runtime.getRuntime().addShutdownHook(new Thread(signals::stop, "signals"));
        return signals;
    }

    /** Ends the process; never returns. */
    void finish(ExitCode code) {
        end.complete(code);
        System.exit(code.number());
    }

    private void stop() {
        if (!end.isDone()) {
            worker.interrupt();
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
