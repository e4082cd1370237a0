package dev.perigee.core.engine;

import dev.perigee.core.backup.Job;
import dev.perigee.core.copies.ProofResult;
import dev.perigee.core.copies.ProveAgain;
import dev.perigee.core.outcome.OperationException;
import java.util.Optional;

/**
 * Fetches and proves copies of a job's backups again, as the job's {@code verify} says.
 *
 * @param job the job's name
 */
public record ProveAgainRequest(String job) implements Request<ProofResult> {

    @Override
    public ProofResult in(Run run) throws OperationException {
        Job found = run.jobs(Optional.of(job), false).getFirst();
        return new ProveAgain(run.environment()).run(found.cluster().name(), found.destinations(), found.verify());
    }
}
