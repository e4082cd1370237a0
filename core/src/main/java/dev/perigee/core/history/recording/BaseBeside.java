package dev.perigee.core.history.recording;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.state.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A backup that is taken while a history goes on; after one that failed the next one has to wait. Used by one thread. */
final class BaseBeside implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final Environment environment;
    private final Supplier<CompletableFuture<Manifest>> take;
    private Optional<CompletableFuture<Manifest>> running = Optional.empty();
    private Instant notBefore = Instant.MIN;

    BaseBeside(Environment environment, Supplier<CompletableFuture<Manifest>> take) {
        this.environment = environment;
        this.take = take;
    }

    /** The one that is there now and wasn't when this was asked last. */
    Optional<Manifest> taken() {
        if (running.isEmpty() || !running.get().isDone()) {
            return Optional.empty();
        }
        CompletableFuture<Manifest> ended = running.get();
        running = Optional.empty();
        if (ended.isCompletedExceptionally()) {
            notBefore = now().plus(PAUSE);
            return Optional.empty();
        }
        return Optional.of(ended.join());
    }

    /** Begins one, if it can be; says whether it did. */
    boolean begin(String why) {
        if (running.isPresent() || now().isBefore(notBefore)) {
            return false;
        }
        environment.progress().on(new ProgressEvent.Note(why));
        running = Optional.of(take.get());
        return true;
    }

    private Instant now() {
        return environment.timing().clock().instant();
    }

    @Override
    public void close() {
        running.ifPresent(future -> future.cancel(true));
    }
}
