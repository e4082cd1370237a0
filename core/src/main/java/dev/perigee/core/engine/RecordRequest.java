package dev.perigee.core.engine;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.history.recording.Recorder;
import dev.perigee.core.history.standing.StandingListener;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import java.util.Optional;

/**
 * Records a job's history until the calling thread is interrupted; with a job that has none, does nothing.
 *
 * @param job the job's name
 * @param bases takes the backups that timelines begin with
 */
public record RecordRequest(String job, Bases bases) implements Request<RecordRequest.Ended> {

    /** Takes backups, as runs of the job. */
    @FunctionalInterface
    public interface Bases {

        /**
         * Takes one now, or gives the one that is being taken.
         *
         * @return what came of it
         * @throws OperationException if none was had
         * @throws InterruptedException if this thread was interrupted meanwhile
         */
        BackupResult take() throws OperationException, InterruptedException;
    }

    /** It has ended. */
    public record Ended() implements Result {

        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Ended in(Run run) throws OperationException {
        Job recorded = run.jobs(Optional.of(job), false).getFirst();
        if (recorded.history().isPresent()) {
            new Recorder(
                            run.environment(),
                            job,
                            recorded.cluster(),
                            recorded.history().get(),
                            recorded.destinations(),
                            () -> bases.take().manifest(),
                            StandingListener.NONE)
                    .run();
        }
        return new Ended();
    }
}
