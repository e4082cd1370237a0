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

    /** Whether one is there that wasn't when this was asked last. */
    boolean wasTaken() {
        if (running.isEmpty() || !running.get().isDone()) {
            return false;
        }
        boolean failed = running.get().isCompletedExceptionally();
        running = Optional.empty();
        notBefore = failed ? now().plus(PAUSE) : notBefore;
        return !failed;
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
