package dev.perigee.core.engine;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.removal.Delete;
import dev.perigee.core.removal.RemovalPlan;
import dev.perigee.core.removal.RemovalResult;
import java.util.List;

/**
 * Removes stored backups that are named.
 *
 * @param which the backups
 * @param scope whose, and where
 * @param force also the last backup there is
 * @param approval sees what would go; not asked if nothing would
 */
public record DeleteRequest(List<Selector> which, Scope scope, boolean force, Approval<RemovalPlan> approval)
        implements Request<RemovalResult> {

    /** Copies the list. */
    public DeleteRequest {
        which = List.copyOf(which);
    }

    @Override
    public RemovalResult in(Run run) throws OperationException {
        Sought sought = run.sought(scope);
        return new Delete(run.environment(scope))
                .run(sought.cluster(), sought.sinks(), which, force, plan -> !plan.isEmpty() && approval.approve(plan));
    }
}
