package dev.perigee.core.delivery;

import dev.perigee.api.SinkException;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.time.Backoff;
import dev.perigee.core.time.Sleeper;
import dev.perigee.core.time.Timing;
import java.time.Duration;
import java.util.Objects;

/** Decides after a failure: wait and try again, or give up. */
final class Retries {

    private final String sink;
    private final int attempts;
    private final Backoff backoff;
    private final Sleeper sleeper;
    private final ProgressListener progress;

    Retries(String sink, DeliverySettings settings, Timing timing, ProgressListener progress) {
        this.sink = sink;
        this.attempts = settings.attempts();
        this.backoff = new Backoff(settings.firstBackoff(), settings.longestBackoff(), timing.random());
        this.sleeper = timing.sleeper();
        this.progress = progress;
    }

    /** Returns after the pause, or throws the failure if another attempt can't help or there were enough. */
    void pauseAfter(int attempt, SinkException failure) throws SinkException {
        if (!failure.retryable() || attempt >= attempts) {
            throw failure;
        }
        Duration pause = backoff.pause(attempt);
        String reason = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        progress.on(new ProgressEvent.Retrying("sink '" + sink + "'", attempt, pause, reason));
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SinkException(SinkException.Kind.CANCELLED, "interrupted while waiting to try again: " + reason);
        }
    }
}
