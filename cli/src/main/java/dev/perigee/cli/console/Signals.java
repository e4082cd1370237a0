package dev.perigee.cli.console;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import sun.misc.Signal;

/**
 * Turns Ctrl-C, SIGTERM and a terminal that closes into an interrupt of the working thread, or into what its command asked
 * for instead; waits while it tidies up; and ends the process with the code that the work then gives, rather than with the
 * signal's. Who insists with a second signal is obeyed at once. SIGHUP waits until the command has said what it means to it.
 */
public final class Signals {

    /** Those that ask to end. One that the process was started to ignore, as under nohup, stays ignored. */
    private static final List<String> ENDING = List.of("INT", "TERM");

    private static final String HANG_UP = "HUP";

    /** Long enough to remove a half-written file, to abort an upload or to end a daemon; shorter than systemd's patience. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A terminal and a wrapper may both pass on the same Ctrl-C: what comes so soon isn't a second one. */
    private static final Duration ECHO = Duration.ofMillis(500);

    private final boolean catching;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final AtomicReference<Long> first = new AtomicReference<>();
    private volatile Consumer<String> reaction;
    private Optional<Consumer<String>> hangUps = Optional.empty();
    private boolean hungUp;

    private Signals(boolean catching, Consumer<String> reaction) {
        this.catching = catching;
        this.reaction = reaction;
    }

    /**
     * Catches this process's signals.
     *
     * @param worker the thread that works
     * @return the signals; {@link #finish} ends the process
     */
    public static Signals interrupting(Thread worker) {
        Signals signals = new Signals(true, signal -> worker.interrupt());
        ENDING.forEach(name -> signals.handle(name, signals::received));
        signals.handle(HANG_UP, signals::hungUp);
        return signals;
    }

    /**
     * Catches nothing: for commands that run inside another program.
     *
     * @return signals that never come
     */
    public static Signals none() {
        return new Signals(false, signal -> {});
    }

    /**
     * Says what a signal should do instead of interrupting.
     *
     * @param instead takes the signal's name, such as {@code SIGTERM}; returns at once, and has the work end soon
     */
    public void reactWith(Consumer<String> instead) {
        reaction = instead;
    }

    /**
     * Adds to what a signal does.
     *
     * @param more returns at once
     */
    public void reactAlsoWith(Runnable more) {
        Consumer<String> before = reaction;
        reaction = signal -> {
            more.run();
            before.accept(signal);
        };
    }

    /** Has SIGHUP end the process as the others do; also one that came before. */
    public void endOnHangUp() {
        onHangUp(this::received);
    }

    /**
     * Has SIGHUP no longer end the process.
     *
     * @param told takes the signal's name each time it comes, also for one that came before
     */
    public void onHangUp(Consumer<String> told) {
        if (takesHangUps(told)) {
            Signal.raise(new Signal(HANG_UP));
        }
    }

    /** Says whether one has come already. */
    private synchronized boolean takesHangUps(Consumer<String> told) {
        boolean waits = isHungUp();
        hungUp = false;
        hangUps = Optional.of(told);
        return waits;
    }

    /** Whether a SIGHUP waits for who takes it. */
    synchronized boolean isHungUp() {
        return hungUp;
    }

    private void hungUp(String signal) {
        takerOfHangUp().ifPresent(taker -> taker.accept(signal));
    }

    private synchronized Optional<Consumer<String>> takerOfHangUp() {
        hungUp |= hangUps.isEmpty();
        return hangUps;
    }

    /**
     * Has some signals no longer end the process.
     *
     * @param names without {@code SIG}
     * @param told takes the name of each one that comes, such as {@code SIGUSR1}
     */
    public void passOver(List<String> names, Consumer<String> told) {
        names.forEach(name -> handle(name, told));
    }

    private void handle(String name, Consumer<String> taker) {
        if (catching) {
            Signal.handle(new Signal(name), signal -> taker.accept("SIG" + signal.getName()));
        }
    }

    /**
     * Ends the process; never returns.
     *
     * @param code the exit code, 0 to 255
     */
    public void finish(int code) {
        end.complete(code);
        System.exit(code);
    }

    private void received(String signal) {
        long now = System.nanoTime();
        Long before = first.compareAndExchange(null, now);
        if (before == null) {
            reaction.accept(signal);
            Runtime.getRuntime().halt(awaitEnd());
        } else if (insists(before, now)) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
        }
    }

    /** Whether a signal is more than the first one's echo; both are readings of {@link System#nanoTime()}. Pure. */
    static boolean insists(long first, long now) {
        return now - first >= ECHO.toNanos();
    }

    private int awaitEnd() {
        try {
            return end.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return ExitCode.INTERRUPTED.number();
        }
    }
}
