package dev.perigee.core.history.moment;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.moment.MeaningOfTime.Meant;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.plan.Nearby;
import dev.perigee.core.history.plan.PointPlan;
import dev.perigee.core.history.plan.PointPlanner;
import dev.perigee.core.history.plan.UsablePacks;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Plans what a history tells of a time, or refuses it. Used by one thread.
 *
 * @param archive reads records
 * @param packs those that can be used
 * @param isThere whether something lies in a sink under the name of a backup, be it damaged
 * @param advice what to ask for instead
 */
public record PointInTime(Archive archive, UsablePacks packs, Predicate<BackupId> isThere, Advice advice) {

    /**
     * How it is made.
     *
     * @param meant what the time means
     * @param plan its revision, and what it is made of
     */
    public record Planned(Meant meant, PointPlan plan) {}

    /** Empty if no history tells, or a backup was taken later and still in time. */
    public Optional<Planned> plan(Instant time) throws OperationException {
        Optional<Meant> meant = new MeaningOfTime(archive, packs, isThere, advice).of(time);
        return meant.isEmpty() ? Optional.empty() : Optional.of(planned(meant.get(), time));
    }

    private Planned planned(Meant meant, Instant time) throws OperationException {
        BackupId timeline = meant.seen().timeline();
        Moment moment = meant.seen().moment();
        requireTimeHasCome(timeline, moment);
        PointPlan plan = planned(timeline, moment);
        packs.requireSameTimes(plan, time);
        if (time.isAfter(moment.time())) {
            refuseGap(timeline, moment);
        }
        return new Planned(meant, plan);
    }

    /** A history that began under a clock that another one contradicts tells revisions, and no times. */
    private void requireTimeHasCome(BackupId timeline, Moment moment) throws OperationException {
        Optional<String> ahead = packs.bases().ahead(timeline);
        if (ahead.isPresent()) {
            throw new OperationException(
                    Outcome.DAMAGED,
                    "a history had seen revision " + moment.revision() + " by " + moment.time()
                            + ", but nobody can tell when that was: it began with backup " + timeline + ", and "
                            + ahead.get(),
                    Optional.of("'--rev " + moment.revision()
                            + "' takes that revision, whatever clocks tell; else set the clock that is wrong"),
                    Optional.empty());
        }
    }

    /** What was written by the time asked for is missing: the moment before it isn't what was meant. */
    private void refuseGap(BackupId timeline, Moment moment) throws OperationException {
        Optional<OperationException> gap = new MomentGap(archive, packs, timeline, moment).failure();
        if (gap.isPresent()) {
            throw advice.to(gap.get(), timeline, new Moment(moment.revision() + 1, moment.time()));
        }
    }

    /** What isn't held was asked for by a time: so is what is advised instead. */
    private PointPlan planned(BackupId timeline, Moment moment) throws OperationException {
        try {
            return packs.plan(planner ->
                            planner.within(timeline, moment.revision()).orElseGet(() -> gap(planner, timeline, moment)))
                    .held(Outcome.NOT_FOUND);
        } catch (OperationException e) {
            if (e.outcome() == Outcome.INTERRUPTED) {
                throw e;
            }
            throw advice.to(e, timeline, moment);
        }
    }

    private static PointPlan gap(PointPlanner planner, BackupId timeline, Moment moment) {
        Nearby nearby = Nearby.of(planner.restorable(timeline), moment.revision());
        return new PointPlan.NotHeld(
                moment.revision(),
                "the history of " + timeline + " has a gap before revision " + moment.revision() + " of "
                        + moment.time() + "; " + nearby.words(),
                Optional.empty());
    }
}
