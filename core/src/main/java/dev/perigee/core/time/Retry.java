package dev.perigee.core.time;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * How often a call is made, and how long the pauses between are. Safe for many threads.
 *
 * @param attempts how often at the most; at least 1
 * @param pauses the pause after each failed attempt, from 1 up, as {@link Backoff#pause}
 * @param sleeper waits
 */
public record Retry(int attempts, IntFunction<Duration> pauses, Sleeper sleeper) {

    /**
     * Waits before another attempt, or throws the failure if that can't help or there were enough.
     *
     * @param attempt which attempt failed, from 1 up
     * @param failure what it failed of
     * @param mayPass whether such a failure may pass
     * @param told is told the pause before it begins
     * @param interrupted makes what is thrown if the thread is interrupted meanwhile; it stays interrupted
     * @param <E> how the call fails
     * @throws E the failure, or what {@code interrupted} made
     */
    public <E extends Exception> void pauseAfter(
            int attempt, E failure, boolean mayPass, Consumer<Duration> told, Supplier<? extends E> interrupted)
            throws E {
        if (!mayPass || attempt >= attempts) {
            throw failure;
        }
        Duration pause = pauses.apply(attempt);
        told.accept(pause);
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted.get();
        }
    }
}
