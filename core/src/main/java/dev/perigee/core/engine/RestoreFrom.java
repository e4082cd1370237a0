package dev.perigee.core.engine;

import dev.perigee.core.copies.ListBackups;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.restore.Restore;
import dev.perigee.core.restore.RestorePlan;
import dev.perigee.core.restore.RestoreRequest;
import dev.perigee.core.restore.RestoreResult;
import dev.perigee.core.restore.RevisionBump;
import dev.perigee.etcd.format.snapshot.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes data directories from a snapshot.
 *
 * @param source the snapshot
 * @param scope whose, and where to look, if it is stored
 * @param cluster who the new cluster is
 * @param target where it goes
 * @param data what becomes of the data; of a stored backup, a bump beyond what is known goes beyond all that are stored
 * @param approval sees what would be done
 */
public record RestoreFrom(
        Source source,
        Scope scope,
        RestoreRequest.Cluster cluster,
        RestoreRequest.Target target,
        RestoreRequest.Data data,
        Approval<RestorePlan> approval)
        implements Request<RestoreFrom.Restored> {

    /**
     * What came of it.
     *
     * @param plan what was planned
     * @param done what was done; empty if the plan was not approved
     */
    public record Restored(RestorePlan plan, Optional<RestoreResult> done) implements Result {

        @Override
        public Outcome outcome() {
            return Outcome.OK;
        }
    }

    @Override
    public Restored in(Run run) throws OperationException, IOException {
        if (source
                instanceof
                Source.Stored(var which)) { // a download may take an hour: what can be refused is so before it
            restore(run, Progress.NONE).requireTarget(request(Path.of(which.toString()), which.toString(), data));
        }
        try (LocalSnapshot local = LocalSnapshot.of(run, source, scope)) {
            return restored(
                    run, request(local.path(), local.name(), beyondKnown(run)).stated(local.revision()));
        }
    }

    private Restored restored(Run run, RestoreRequest request) throws OperationException {
        Restore restore = restore(run, run.reading());
        if (approval == Approval.<RestorePlan>granted()) { // to prove while copying is faster than to plan first
            RestoreResult result = restore.run(request);
            return new Restored(result.plan(), Optional.of(result));
        }
        RestorePlan plan = restore.plan(request);
        return approval.approve(plan)
                ? new Restored(plan, Optional.of(restore(run, Progress.NONE).run(plan)))
                : new Restored(plan, Optional.empty());
    }

    private static Restore restore(Run run, Progress progress) {
        return new Restore(run.timing(), progress);
    }

    private RestoreRequest request(Path path, String name, RestoreRequest.Data what) {
        return new RestoreRequest(path, name, cluster, target, what);
    }

    private RestoreRequest.Data beyondKnown(Run run) throws OperationException {
        boolean beyond = data.bump().orElse(null) instanceof RevisionBump.Beyond;
        return beyond && source instanceof Source.Stored
                ? data.bumped(new RevisionBump.Beyond(newestRevision(run)))
                : data;
    }

    private OptionalLong newestRevision(Run run) throws OperationException {
        Sought sought = run.sought(scope);
        return new ListBackups(run.unheard().readingEnvironment(scope))
                .run(sought.cluster(), sought.sinks()).rows().stream()
                        .filter(row -> row.copies().stream().anyMatch(RestoreFrom::isSure))
                        .mapToLong(row -> row.id().revision())
                        .filter(revision -> revision > 0)
                        .max();
    }

    /** A number in a name alone must not raise a revision. */
    private static boolean isSure(Listing.Held held) {
        return held.copy().isWhole()
                && (held.copy().isKnown() || held.copy().manifest().isPresent());
    }
}
