package dev.perigee.core.history.plan;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the store at one revision is made of what is kept, or why it can't be. Data. */
public sealed interface PointPlan {

    /**
     * A backup, and behind it the rows of packs.
     *
     * @param timeline the history that the packs are of; the backup's own where there are none
     * @param base the backup
     * @param revision the last revision that there will be
     * @param packs in order; none if the backup is of that revision
     */
    record FromPacks(BackupId timeline, BackupId base, long revision, List<PackId> packs) implements PointPlan {

        /** Copies the list. */
        public FromPacks {
            packs = List.copyOf(packs);
        }

        /** The revisions that come from packs. */
        Stretch taken() {
            return new Stretch(isToBeCompared() ? base.revision() : base.revision() + 1, revision);
        }

        /** Whether the packs' rows must be held against the backup's: it isn't the one that the timeline began with. */
        public boolean isToBeCompared() {
            return !packs.isEmpty() && !base.equals(timeline);
        }
    }

    /**
     * A later backup, whose rows of later revisions are left out.
     *
     * @param base the backup
     * @param revision the last revision that there will be
     */
    record FromLater(BackupId base, long revision) implements PointPlan {}

    /**
     * It can't be made.
     *
     * @param revision what was asked for
     * @param why a sentence
     * @param cure what can be made instead; empty if nothing
     */
    record NotHeld(long revision, String why, Optional<String> cure) implements PointPlan {}

    /**
     * The revision that is planned.
     *
     * @return from 1 up
     */
    long revision();

    /**
     * The backup that it is made of.
     *
     * @return its id
     * @throws IllegalStateException if it can't be made
     */
    default BackupId base() {
        return switch (this) {
            case FromPacks(var timeline, var base, var revision, var packs) -> base;
            case FromLater(var base, var revision) -> base;
            case NotHeld missing -> throw new IllegalStateException(missing.why());
        };
    }

    /** The packs that it takes, in order. */
    default List<PackPlace> places() {
        return this instanceof FromPacks(var timeline, var base, var revision, var packs)
                ? packs.stream().map(pack -> new PackPlace(timeline, pack)).toList()
                : List.of();
    }

    /**
     * The plan, if something can be made by it.
     *
     * @param otherwise the outcome if not
     * @return this
     * @throws OperationException that outcome, and what can be made instead
     */
    default PointPlan held(Outcome otherwise) throws OperationException {
        if (this instanceof NotHeld missing) {
            throw new OperationException(otherwise, missing.why(), missing.cure(), Optional.empty());
        }
        return this;
    }

    /**
     * The plan as a person reads it.
     *
     * @return sentences without a full stop
     */
    default List<String> lines() {
        List<String> lines = new ArrayList<>();
        switch (this) {
            case FromPacks plan
            when plan.packs().isEmpty() ->
                lines.add("revision " + plan.revision() + " is that of backup " + plan.base());
            case FromPacks plan -> {
                lines.add("revision " + plan.revision() + ": backup " + plan.base() + " of revision "
                        + plan.base().revision() + ", and "
                        + Words.count(plan.revision() - plan.base().revision(), "revision") + " from "
                        + Words.count(plan.packs().size(), "pack") + " of its history");
            }
            case FromLater plan ->
                lines.add("revision " + plan.revision() + ": backup " + plan.base() + " of revision "
                        + plan.base().revision() + ", whose rows of later revisions are left out");
            case NotHeld plan -> lines.add(plan.why());
        }
        return lines;
    }
}
