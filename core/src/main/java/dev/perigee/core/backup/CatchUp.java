package dev.perigee.core.backup;

import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.spool.Spool;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Brings a job's sinks what earlier runs on its cluster, of whichever job, still owe them. Asks etcd for nothing, and leaves
 * alone sinks that many others use at the moment.
 */
public final class CatchUp {

    private final Environment environment;

    /**
     * A catch-up of any job.
     *
     * @param environment what it stands on
     */
    public CatchUp(Environment environment) {
        this.environment = environment;
    }

    /**
     * Does so as an installation on its own. Else as {@link #run(Job, Fence)}.
     *
     * @param job whose sinks
     * @return a result per sink to which something was owed
     * @throws OperationException INPUT_OUTPUT if the spool can't be read, or INTERRUPTED
     */
    public List<SinkResult> run(Job job) throws OperationException {
        return run(job, Fence.NONE);
    }

    /**
     * Uploads what waits in the spool for this job's sinks, the newest first; what then still waits beyond the spool's
     * bounds is given up.
     *
     * @param job whose sinks
     * @param fence asked before anything is published
     * @return a result per sink to which something was owed; empty if nothing waits
     * @throws OperationException INPUT_OUTPUT if the spool can't be read, or INTERRUPTED
     */
    public List<SinkResult> run(Job job, Fence fence) throws OperationException {
        try {
            Spool spool = environment.openSpool();
            try (Debts debts = Debts.claim(spool, job)) {
                List<SinkResult> results =
                        new JobUpload(environment, spool, fence).deliver(job, Optional.empty(), debts.entries());
                debts.bound(environment, Optional.empty());
                return results;
            }
        } catch (IOException e) {
            throw OperationException.ofDisk(
                    "can't use the spool " + environment.state().spool(), e);
        }
    }
}
