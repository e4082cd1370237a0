package dev.perigee.core.source;

import dev.perigee.core.admission.StreamTurns;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.time.Backoff;
import dev.perigee.core.time.Retry;
import dev.perigee.core.time.Timing;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.EtcdException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Gets proven snapshots. A failed attempt starts over from zero: etcd's stream can't be resumed. */
public final class SnapshotSource {

    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Timing timing;
    private final ProgressListener progress;
    private final StreamTurns turns;
    private final Retry retry;

    /**
     * A source.
     *
     * @param timing time, waiting, chance
     * @param progress hears of the member, the bytes, the proof and retries
     * @param turns asked before a stream begins
     */
    public SnapshotSource(Timing timing, ProgressListener progress, StreamTurns turns) {
        this.timing = timing;
        this.progress = progress;
        this.turns = turns;
        this.retry =
                new Retry(ATTEMPTS, new Backoff(FIRST_PAUSE, LONGEST_PAUSE, timing.random())::pause, timing.sleeper());
    }

    /**
     * Takes a snapshot: into {@code FILE.<process id>.part}, proven there, then renamed. Nothing is left when it fails, and a file
     * that is there is not touched before the rename. Interrupting the thread stops it soon.
     *
     * @param cluster whose snapshot
     * @param file where to; its directory is there
     * @return the proven snapshot
     * @throws SnapshotRejected if what came isn't a whole snapshot
     * @throws OperationException CONNECTION, DENIED, NO_SPACE, INPUT_OUTPUT, BAD_INPUT or INTERRUPTED
     */
    public ProvenSnapshot take(ClusterSettings cluster, Path file) throws OperationException {
        for (int attempt = 1; ; attempt++) {
            try {
                return new SnapshotAttempt(timing, progress, turns, cluster).take(file);
            } catch (EtcdException e) {
                pauseOrThrow(attempt, e.retryable(), EtcdFailures.translate(e));
            } catch (SnapshotRejected e) {
                pauseOrThrow(attempt, e.mayPass(), e);
            } catch (InterruptedIOException e) {
                throw new OperationException(Outcome.INTERRUPTED, "interrupted while taking the snapshot", e);
            } catch (IOException e) {
                throw OperationException.ofDisk("can't write the snapshot to " + file, e);
            } finally {
                discard(DurableFile.part(file));
            }
        }
    }

    private void pauseOrThrow(int attempt, boolean retryable, OperationException failure) throws OperationException {
        String reason = FailureWords.of(failure);
        retry.pauseAfter(
                attempt,
                failure,
                retryable,
                pause -> progress.on(new ProgressEvent.Retrying("the snapshot", attempt, pause, reason)),
                () -> new OperationException(
                        Outcome.INTERRUPTED,
                        "interrupted while waiting to try again: " + reason,
                        Optional.empty(),
                        Optional.of(failure)));
    }

    private static void discard(Path part) throws OperationException {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw OperationException.ofDisk("can't remove " + part, e);
        }
    }
}
