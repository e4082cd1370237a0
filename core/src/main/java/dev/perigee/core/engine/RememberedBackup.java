package dev.perigee.core.engine;

import dev.perigee.core.backup.Backup;
import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes backups, and remembers those that failed: whoever asks how it stands is told of it, whether cron ran them, a person or the
 * daemon.
 *
 * @param backup makes them
 * @param failures remembers
 * @param clock when they began and ended
 */
record RememberedBackup(Backup backup, FailedRuns failures, InstantSource clock) {

    static RememberedBackup in(Environment environment) {
        return new RememberedBackup(
                new Backup(environment),
                new FailedRuns(environment.state().path().resolve("jobs")),
                environment.timing().clock());
    }

    BackupResult run(Job job, Optional<Instant> due, Fence fence) throws OperationException {
        Instant began = clock.instant();
        try {
            BackupResult result = backup.run(job, due, fence);
            remember(job.name(), result, began);
            return result;
        } catch (OperationException e) {
            if (e.outcome() != Outcome.INTERRUPTED) {
                failed(job, began, FailureWords.of(e));
            }
            throw e;
        } catch (RuntimeException | Error e) {
            failed(job, began, "a defect: " + e.getClass().getName());
            throw e;
        }
    }

    private void failed(Job job, Instant began, String cause) {
        failures.remember(job.name(), FailedRun.of(cause, began, clock.instant()));
    }

    private void remember(String job, BackupResult result, Instant began) {
        if (result.givenUp().isEmpty() && result.outcome() != Outcome.INTERRUPTED) { // else another run makes it
            FailedRun.of(result, began, clock.instant())
                    .ifPresentOrElse(failed -> failures.remember(job, failed), () -> failures.forget(job));
        }
    }
}
