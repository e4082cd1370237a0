package dev.perigee.core.engine;

import dev.perigee.core.copies.Sought;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.removal.RemovalPlan;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.state.Environment;
import java.util.Set;
import java.util.stream.Collectors;

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
        Environment environment = run.environment(scope);
        RemovalResult result = new Prune(environment).run(sought.cluster(), sought.sinks(), mixed, approval);
        Set<String> pruned = pruned(result);
        FailedRuns failures = new FailedRuns(environment.state().path().resolve("jobs"));
        run.config().jobs().stream()
                .filter(job -> job.cluster().name().equals(sought.cluster()))
                .forEach(job -> failures.pruned(job.name(), pruned));
        return result;
    }

    /** The sinks that hold nothing any more that retention doesn't keep. */
    private static Set<String> pruned(RemovalResult result) {
        Set<String> failed = result.problems().stream().map(SinkFailure::sink).collect(Collectors.toSet());
        return result.sinks().stream()
                .map(RemovalResult.SinkRemoval::sink)
                .filter(sink -> !failed.contains(sink))
                .collect(Collectors.toSet());
    }
}
