package dev.perigee.core.delivery;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call of a sink, made on a virtual thread: there an interrupt ends a read of a socket, which a platform thread sits out until
 * the client's timeout. Whoever waits for it is interrupted in its stead, and hands that on.
 *
 * @param <T> what the call gives
 */
final class Errand<T> {

    /** A call. */
    interface Call<T> {

        /** Makes it. */
        T make(Errand<T> errand) throws SinkException;
    }

    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final String verb;
    private final Optional<ObjectKey> key;
    private final Duration grace;

    /**
     * A call that is yet to be made.
     *
     * @param grace how long it may take to end after an interrupt: it tidies up
     */
    Errand(String verb, Optional<ObjectKey> key, Duration grace) {
        this.verb = verb;
        this.key = key;
        this.grace = grace;
    }

    /** Makes the call, and waits for it. When it came through although the caller was interrupted, that stays pending. */
    T run(Call<T> call) throws SinkException {
        Thread worker = Thread.ofVirtual().name("sink: " + verb).start(() -> make(call));
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            worker.interrupt();
            return afterInterrupt();
        } catch (ExecutionException e) {
            throw thrown(e);
        }
    }

    private void make(Call<T> call) {
        try {
            deliver(call.make(this));
        } catch (SinkException | RuntimeException | Error e) {
            outcome.completeExceptionally(e);
        }
    }

    private void deliver(T result) {
        if (!outcome.complete(result) && result instanceof InputStream unwanted) {
            try (unwanted) {
                return;
            } catch (IOException e) {
                return; // nobody waits for it any more
            }
        }
    }

    /** Whoever waits goes on with this failure; the call is left behind. */
    void abandon(SinkException failure) {
        outcome.completeExceptionally(failure);
    }

    private T afterInterrupt() throws SinkException {
        try {
            return outcome.get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw thrown(e);
        } catch (TimeoutException | InterruptedException e) {
            SinkException cancelled = new SinkException(
                    SinkException.Kind.CANCELLED,
                    key,
                    verb + key.map(of -> " of '" + of + "'").orElse("") + " was interrupted, and left behind",
                    Optional.empty(),
                    Optional.of(e));
            abandon(cancelled);
            throw cancelled;
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    private static SinkException thrown(ExecutionException e) {
        return switch (e.getCause()) {
            case SinkException failure -> failure;
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case null, default -> throw new IllegalStateException(e);
        };
    }
}
