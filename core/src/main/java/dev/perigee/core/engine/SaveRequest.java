package dev.perigee.core.engine;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.words.FailureWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a snapshot for a job, proves it, brings it to the job's sinks, and has their retention remove older ones.
 *
 * @param job the job's name; empty if there is but one, or all are meant
 * @param all every job, one after the other
 * @param due when it was due by the schedule; empty if it is made on demand
 * @param fence asked before anything is published
 */
public record SaveRequest(Optional<String> job, boolean all, Optional<Instant> due, Fence fence)
        implements Request<SaveResult> {

    /**
     * On demand, as an installation on its own.
     *
     * @param job the job's name; empty if there is but one, or all are meant
     * @param all every job, one after the other
     */
    public SaveRequest(Optional<String> job, boolean all) {
        this(job, all, Optional.empty(), Fence.NONE);
    }

    @Override
    public SaveResult in(Run run) throws OperationException {
        List<Job> jobs = run.jobs(job, all);
        RememberedBackup backup = RememberedBackup.in(run.environment());
        return jobs.size() == 1
                ? new SaveResult(List.of(backup.run(jobs.getFirst(), due, fence)), List.of())
                : each(run, jobs, backup);
    }

    /** One job's failure doesn't keep the next from running. */
    private SaveResult each(Run run, List<Job> jobs, RememberedBackup backup) throws OperationException {
        List<BackupResult> results = new ArrayList<>();
        List<OperationException> failures = new ArrayList<>();
        for (Job job : jobs) {
            try {
                results.add(backup.run(job, due, fence));
            } catch (OperationException e) {
                if (e.outcome() == Outcome.INTERRUPTED) {
                    throw e;
                }
                run.progress().on(new ProgressEvent.JobFailed(job.name(), FailureWords.of(e)));
                failures.add(e);
            }
        }
        if (results.isEmpty()) {
            throw new OperationException(failures.getFirst().outcome(), "no job succeeded");
        }
        return new SaveResult(results, failures);
    }
}
