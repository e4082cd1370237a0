package dev.perigee.core.engine;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.companions.CompanionsPlan;
import dev.perigee.core.copies.ListBackups;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.HistoryBehind;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.restore.Restore;
import dev.perigee.core.restore.RestoreMemory;
import dev.perigee.core.restore.RestorePlan;
import dev.perigee.core.restore.RestoreRequest;
import dev.perigee.core.restore.RestoreResult;
import dev.perigee.core.restore.RevisionBump;
import dev.perigee.etcd.format.snapshot.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
 * @param companions below which directory the files go that a restore also needs; empty to leave them where they are
 * @param approval sees what would be done
 */
public record RestoreFrom(
        Source source,
        Scope scope,
        RestoreRequest.Cluster cluster,
        RestoreRequest.Target target,
        RestoreRequest.Data data,
        Optional<Path> companions,
        Approval<RestorePlan> approval)
        implements Request<RestoreFrom.Restored> {

    /**
     * What came of it.
     *
     * @param plan what was planned
     * @param done what was done; empty if the plan was not approved
     * @param companions what is known of the files that a restore also needs, and was planned or done with them
     * @param behind the history that goes on behind the newest backup; empty if none does, or another source was asked for
     * @param objection what is in the way of what was planned in a dry run, to be told behind the plan; empty if nothing is
     */
    public record Restored(
            RestorePlan plan,
            Optional<RestoreResult> done,
            CompanionsFound companions,
            Optional<HistoryBehind> behind,
            Optional<OperationException> objection)
            implements Result {

        @Override
        public Outcome outcome() {
            return objection.map(OperationException::outcome).orElse(Outcome.OK);
        }
    }

    @Override
    public Restored in(Run run) throws OperationException, IOException {
        Optional<String> stored = stored();
        if (stored.isPresent()) { // a download may take an hour: what can be refused is so before it
            restore(run, Progress.NONE).requireTarget(shown(request(Path.of(stored.get()), stored.get(), data)));
        }
        WorkClock clock = WorkClock.begun(run.timing());
        RestoredCompanions files = new RestoredCompanions(companions);
        files.requireStored(source);
        try (LocalSnapshot local = LocalSnapshot.of(run, source, scope)) {
            Optional<CompanionsPlan> plan = files.plan(run, scope, local);
            RestoreRequest request =
                    request(local.path(), local.name(), beyondKnown(run)).stated(local.stated());
            Restored restored = restored(run, request, local, plan, clock);
            if (stored.isPresent()
                    && restored.done().isPresent()
                    && local.manifest().isPresent()) {
                remember(run, local.manifest().get(), clock);
            }
            return restored;
        }
    }

    private static void remember(Run run, Manifest manifest, WorkClock clock) throws OperationException {
        RestoreMemory.Last last = new RestoreMemory.Last(
                run.timing().clock().instant(), manifest.id().toString(), clock.worked());
        new RestoreMemory(run.readingEnvironment().state().restores())
                .remember(manifest.cluster().name(), last);
    }

    /** What is meant in words, if it is kept somewhere else. */
    private Optional<String> stored() {
        return switch (source) {
            case Source.File file -> Optional.empty();
            case Source.Stored(Selector which) -> Optional.of(which.toString());
            case Source.Revision(long revision) -> Optional.of("revision " + revision);
        };
    }

    private Restored restored(
            Run run, RestoreRequest request, LocalSnapshot local, Optional<CompanionsPlan> files, WorkClock clock)
            throws OperationException {
        Restore restore = restore(run, run.reading());
        if (approval == Approval.<RestorePlan>granted()) { // to prove while copying is faster than to plan first
            RestoredCompanions.requireFree(files);
            return done(restore.run(request), local, files);
        }
        RestorePlan plan = restore.plan(shown(request));
        if (!clock.approving(approval, plan)) {
            List<String> lines = RestoredCompanions.lines(files);
            return new Restored(
                    plan,
                    Optional.empty(),
                    CompanionsFound.of(plan, local.manifest(), files, lines),
                    local.behind(),
                    isDry() ? restore.objection(request) : Optional.empty());
        }
        RestoredCompanions.requireFree(files);
        return done(restore(run, Progress.NONE).run(plan), local, files);
    }

    /** The files last: they are of no use where there is no data. */
    private static Restored done(RestoreResult result, LocalSnapshot local, Optional<CompanionsPlan> files)
            throws OperationException {
        List<String> lines = RestoredCompanions.write(files);
        return new Restored(
                result.plan(),
                Optional.of(result),
                CompanionsFound.of(result.plan(), local.manifest(), files, lines),
                local.behind(),
                Optional.empty());
    }

    private boolean isDry() {
        return approval == Approval.<RestorePlan>withheld();
    }

    /** What is at the target keeps nobody from looking at a plan. */
    private RestoreRequest shown(RestoreRequest request) {
        return isDry() ? request.to(target.replacing()) : request;
    }

    private static Restore restore(Run run, Progress progress) {
        return new Restore(run.timing(), progress);
    }

    private RestoreRequest request(Path path, String name, RestoreRequest.Data what) {
        return new RestoreRequest(path, name, cluster, target, what);
    }

    private RestoreRequest.Data beyondKnown(Run run) throws OperationException {
        boolean beyond = data.bump().orElse(null) instanceof RevisionBump.Beyond;
        return beyond && stored().isPresent() ? data.bumped(new RevisionBump.Beyond(newestRevision(run))) : data;
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
        return held.copy().hasData()
                && (held.copy().isKnown() || held.copy().manifest().isPresent());
    }
}
