package dev.perigee.core.restore;

import dev.perigee.core.copies.Fetch;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.format.snapshot.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Makes data directories from a snapshot in a local file. A backup in a sink is brought to a file by {@link Fetch} first.
 *
 * <p>The road: the request's words are understood, the targets looked at, a draft made for which there is room; the source
 * is proven, which makes the draft a plan; what the plan says is built aside and swapped in.
 */
public final class Restore {

    private final Timing timing;
    private final Progress progress;

    /**
     * A restore to any directory.
     *
     * @param timing names what is built and what is moved aside
     * @param progress is told how far the proof of the snapshot has come
     */
    public Restore(Timing timing, Progress progress) {
        this.timing = timing;
        this.progress = progress;
    }

    /**
     * Refuses what can be refused before there is a snapshot: flags at odds, a target in use.
     *
     * @param request what is asked for; its source needn't exist yet
     * @throws OperationException as {@link #plan}
     */
    public void requireTarget(RestoreRequest request) throws OperationException {
        draft(request);
    }

    /**
     * What a restore would be refused for.
     *
     * @param request what is asked for
     * @return empty if nothing is in its way
     * @throws OperationException as {@link #plan}, but for REFUSED
     */
    public Optional<OperationException> objection(RestoreRequest request) throws OperationException {
        try {
            draft(request);
            return Optional.empty();
        } catch (OperationException e) {
            if (e.outcome() != Outcome.REFUSED) {
                throw e;
            }
            return Optional.of(e);
        }
    }

    /**
     * Looks at the targets, proves the snapshot, and says what would be done. Cheap refusals come first, the proof last.
     * Writes nothing.
     *
     * @param request what is asked for
     * @return the plan
     * @throws OperationException BAD_INPUT for flags at odds; DAMAGED, NOT_FOUND, DENIED, INPUT_OUTPUT for the source;
     *     REFUSED for a target in use; NO_SPACE
     */
    public RestorePlan plan(RestoreRequest request) throws OperationException {
        return roomy(request).with(ProvenSource.prove(request, progress));
    }

    /**
     * Does what a plan says.
     *
     * @param plan from {@link #plan}
     * @return what was done, and what to do next
     * @throws OperationException NO_SPACE, DENIED, INPUT_OUTPUT, INTERRUPTED; REFUSED if the source or the target is no
     *     longer what it was when the plan was made. The old data is untouched
     */
    public RestoreResult run(RestorePlan plan) throws OperationException {
        plan.source().requireUnchanged();
        try (Workspace workspace = new Workspace()) {
            workspace.open(plan.leftovers(), plan.members());
            new Databases(plan).lay(plan.members());
            return Executor.execute(plan, workspace);
        } catch (IOException e) {
            throw Executor.failure(plan.request(), e);
        }
    }

    /**
     * Plans and executes in one go, which is faster: the first member's database is built aside while the source is
     * proven. If the proof fails, it is removed and nothing has changed.
     *
     * @param request what is asked for
     * @return what was done, and what to do next
     * @throws OperationException as {@link #plan} and {@link #run(RestorePlan)}
     */
    public RestoreResult run(RestoreRequest request) throws OperationException {
        RestoreDraft draft = roomy(request);
        try (Workspace workspace = new Workspace()) {
            workspace.open(draft.leftovers(), draft.members());
            RestorePlan plan = draft.with(Databases.layFirstWhileProving(draft, progress));
            new Databases(plan).lay(plan.members().subList(1, plan.members().size()));
            return Executor.execute(plan, workspace);
        } catch (IOException e) {
            throw Executor.failure(request, e);
        }
    }

    private RestoreDraft roomy(RestoreRequest request) throws OperationException {
        RestoreDraft draft = draft(request);
        Space.require(draft.members(), ProvenSource.databaseBytes(request));
        return draft;
    }

    private RestoreDraft draft(RestoreRequest request) throws OperationException {
        Flags flags = Flags.of(request);
        List<Targets.Target> targets = Targets.look(request, flags);
        if (request.target().owner().isPresent()) {
            Ownership.of(request.target().owner().get());
        }
        return new Planner(request, timing.clock().instant(), timing.random().nextLong()).draft(flags, targets);
    }
}
