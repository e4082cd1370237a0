package dev.perigee.core.delivery;

import dev.perigee.api.SinkException;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.time.Backoff;
import dev.perigee.core.time.Retry;
import dev.perigee.core.time.Timing;
import dev.perigee.core.words.FailureWords;

/** Decides after a failure: wait and try again, or give up. */
final class Retries {

    private final String sink;
    private final Retry retry;
    private final ProgressListener progress;

    Retries(String sink, DeliverySettings settings, Timing timing, ProgressListener progress) {
        this.sink = sink;
        Backoff backoff = new Backoff(settings.firstBackoff(), settings.longestBackoff(), timing.random());
        this.retry = new Retry(settings.attempts(), backoff::pause, timing.sleeper());
        this.progress = progress;
    }

    /** Returns after the pause, or throws the failure if another attempt can't help or there were enough. */
    void pauseAfter(int attempt, SinkException failure) throws SinkException {
        String reason = FailureWords.of(failure);
        retry.pauseAfter(
                attempt,
                failure,
                failure.retryable(),
                pause -> progress.on(new ProgressEvent.Retrying("sink '" + sink + "'", attempt, pause, reason)),
                () -> new SinkException(
                        SinkException.Kind.CANCELLED, "interrupted while waiting to try again: " + reason));
    }
}
