package dev.perigee.core.engine;

import dev.perigee.core.copies.Sought;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.removal.RemovalPlan;
import dev.perigee.core.removal.RemovalResult;

/**
 * Removes what the sinks' retention no longer keeps.
 *
 * @param scope whose backups, and where
 * @param mixed go on although a folder's manifests are of two different etcd clusters
 * @param approval sees what would go, and why
 */
public record PruneRequest(Scope scope, boolean mixed, Approval<RemovalPlan> approval)
        implements Request<RemovalResult> {

    @Override
    public RemovalResult in(Run run) throws OperationException {
        Sought sought = run.sought(scope);
        return new Prune(run.environment(scope)).run(sought.cluster(), sought.sinks(), mixed, approval);
    }
}
