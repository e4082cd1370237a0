package dev.perigee.core.restore;

import dev.perigee.core.copies.Fetch;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.format.snapshot.Progress;

/**
 * Makes data directories from a snapshot in a local file. A backup in a sink is brought to a file by {@link Fetch} first.
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
     * Proves the snapshot, looks at the targets, and says what would be done. Writes nothing.
     *
     * @param request what is asked for
     * @return the plan
     * @throws OperationException as {@link Planner#plan}
     */
    public RestorePlan plan(RestoreRequest request) throws OperationException {
        return planner().plan(request);
    }

    /**
     * Refuses what can be refused before there is a snapshot: flags at odds, a target in use.
     *
     * @param request what is asked for; its source needn't exist yet
     * @throws OperationException as {@link Planner#requireTarget}
     */
    public void requireTarget(RestoreRequest request) throws OperationException {
        planner().requireTarget(request);
    }

    /**
     * Does what a plan says.
     *
     * @param plan from {@link #plan}
     * @return what was done, and what to do next
     * @throws OperationException as {@link Executor#execute(RestorePlan)}
     */
    public RestoreResult run(RestorePlan plan) throws OperationException {
        return new Executor().execute(plan);
    }

    /**
     * Proves the snapshot and restores it in one go, which is faster than to plan first.
     *
     * @param request what is asked for
     * @return what was done, and what to do next
     * @throws OperationException as {@link Executor#execute(RestoreRequest, Planner)}
     */
    public RestoreResult run(RestoreRequest request) throws OperationException {
        return new Executor().execute(request, planner());
    }

    private Planner planner() {
        return new Planner(timing.clock(), timing.random(), progress);
    }
}
