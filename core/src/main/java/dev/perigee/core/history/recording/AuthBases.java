package dev.perigee.core.history.recording;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Has a backup taken at once when users or roles have changed since the newest one, for packs hold none of them. The history itself goes
 * on. Used by one thread.
 */
final class AuthBases implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final Environment environment;
    private final HistorySpool spool;
    private final Supplier<CompletableFuture<Manifest>> take;
    private Optional<CompletableFuture<Manifest>> running = Optional.empty();
    private long wanted;
    private Instant notBefore = Instant.MIN;

    AuthBases(Environment environment, HistorySpool spool, Supplier<CompletableFuture<Manifest>> take) {
        this.environment = environment;
        this.spool = spool;
        this.take = take;
    }

    /** Where it begins with a backup, or where nobody knows, what is now is what the newest backup has. */
    void begin(OptionalLong revision, boolean goesOn) throws IOException {
        if (revision.isPresent() && (!goesOn || spool.auth().isEmpty())) {
            spool.noteAuth(revision.getAsLong());
        } else if (revision.isPresent()) {
            look(revision.getAsLong());
        }
    }

    void look(long revision) throws IOException {
        Instant now = environment.timing().clock().instant();
        if (running.isPresent() && running.get().isDone()) {
            if (running.get().isCompletedExceptionally()) {
                notBefore = now.plus(PAUSE);
            } else {
                spool.noteAuth(wanted);
            }
            running = Optional.empty();
        }
        boolean changed = spool.auth().isPresent() && spool.auth().getAsLong() != revision;
        if (changed && running.isEmpty() && !now.isBefore(notBefore)) {
            environment
                    .progress()
                    .on(new ProgressEvent.Note(
                            "users or roles have changed: a backup is taken, for a history has none of them"));
            wanted = revision;
            running = Optional.of(take.get());
        }
    }

    @Override
    public void close() {
        running.ifPresent(future -> future.cancel(true));
    }
}
