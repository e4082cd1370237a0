package dev.perigee.core.history.moment;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.kinship.Contemporaries;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.history.pack.SeenMoment;
import dev.perigee.core.history.plan.PointPlanner;
import dev.perigee.core.history.plan.UsablePacks;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tells what a time means where several histories were recorded at that time: by two daemons, or by one that took over while the other
 * was away and gave back. They are of one store, so whichever had seen more by then is right. Used by one thread.
 *
 * @param archive reads records
 * @param packs those that can be used
 * @param asking asks one history
 */
record OverlappingHistories(Archive archive, UsablePacks packs, Asking asking) {

    /** Asks one history. */
    @FunctionalInterface
    interface Asking {
        Optional<SeenMoment> seen(BackupId timeline, Instant time) throws OperationException;
    }

    /** What is known of a time, of which the newest history that had begun tells this. */
    SeenMoment farthest(SeenMoment newest, Instant time) throws OperationException {
        List<SeenMoment> seen = new ArrayList<>(List.of(newest));
        Contemporaries contemporaries = packs.contemporaries();
        for (BackupId other : looked()) {
            if (contemporaries.areOfOneCluster(newest.timeline(), other)) {
                requireOnce(other, time);
            }
            if (!other.equals(newest.timeline()) && contemporaries.are(newest.timeline(), other)) {
                asking.seen(other, time).ifPresent(seen::add);
            }
        }
        SeenMoment farthest = Collections.max(
                seen, Comparator.comparingLong(each -> each.moment().revision()));
        for (SeenMoment other : seen) {
            requireOneMeaning(farthest, other, time);
        }
        if (!archive.isSigned()) {
            requireNobodyDoubts(farthest, seen);
        }
        return farthest;
    }

    /** Refuses a time that came twice, of which no history that had begun by then tells. */
    void requireOnce(Instant time) throws OperationException {
        for (BackupId timeline : looked()) {
            requireOnce(timeline, time);
        }
    }

    /** Those of which something can be made. */
    private List<BackupId> looked() throws OperationException {
        PointPlanner planner = packs.planner();
        List<BackupId> timelines = planner.timelines().stream()
                .filter(timeline -> !planner.basesOf(timeline).isEmpty())
                .toList();
        packs.contemporaries().look(timelines);
        return timelines;
    }

    /** The clock was put back while one history was recorded: by then, and by then once more, something else had been seen. */
    private void requireOnce(BackupId timeline, Instant time) throws OperationException {
        Optional<RepeatedTimes.Span> twice = packs.contemporaries().repeated(timeline, time);
        if (twice.isEmpty()) {
            return;
        }
        long first = seen(timeline, time).orElse(timeline.revision() - 1);
        long again = seen(timeline, twice.get().last()).orElse(first);
        if (again > first) {
            throw cameTwice(timeline, twice.get(), time, first, again, told(timeline));
        }
    }

    private Optional<Long> seen(BackupId timeline, Instant time) throws OperationException {
        return asking.seen(timeline, time).map(seen -> seen.moment().revision());
    }

    /** Who tells of times that came twice: it may be forged. */
    private String told(BackupId timeline) {
        return archive.newest(timeline)
                .map(newest -> ", as pack " + newest.pack() + " tells")
                .orElse("");
    }

    private static OperationException cameTwice(
            BackupId timeline, RepeatedTimes.Span twice, Instant time, long first, long again, String told) {
        return new OperationException(
                Outcome.DAMAGED,
                time + " came twice while the history of " + timeline + " was recorded, for the clock was put back to "
                        + twice.first() + " from " + twice.last() + ": by the first time no more than revision "
                        + first + " had been written, by the second as much as revision " + again + told,
                Optional.of("'--rev " + first + "' to '--rev " + again + "' take what you mean; times before "
                        + twice.first() + " and from " + twice.last() + " on mean one revision"),
                Optional.empty());
    }

    /** Where a clock was put back, a time came twice: in the history that ended then, and in the one that goes on from there. */
    private void requireOneMeaning(SeenMoment farthest, SeenMoment other, Instant time) throws OperationException {
        BackupId begun = farthest.timeline();
        boolean seenSince = other.moment().time().isAfter(begun.until().plus(Moment.SKEW));
        if (seenSince
                && packs.planner().hadEnded(other.timeline(), begun)
                && packs.contemporaries().isRecordedBeyond(other.timeline(), time)) {
            throw doubted(farthest, other);
        }
    }

    /** Who had seen less later was recording: whoever says to have seen more before that is forged, or its clock was wrong. */
    private void requireNobodyDoubts(SeenMoment farthest, List<SeenMoment> seen) throws OperationException {
        for (SeenMoment other : seen) {
            boolean less = other.moment().revision() < farthest.moment().revision()
                    && !packs.planner().hadEnded(other.timeline(), farthest.timeline());
            if (less && other.moment().time().isAfter(farthest.moment().time().plus(Moment.SKEW))) {
                throw doubted(farthest, other);
            }
        }
    }

    private static OperationException doubted(SeenMoment farthest, SeenMoment other) {
        return new OperationException(
                Outcome.DAMAGED,
                "revision " + farthest.moment().revision() + " had been written by "
                        + farthest.moment().time() + " if the history of " + farthest.timeline()
                        + " is right, and none behind " + other.moment().revision() + " by "
                        + other.moment().time() + " if that of " + other.timeline() + " is",
                Optional.of("one of them is forged, or a clock was wrong; '--rev "
                        + farthest.moment().revision() + "' or '--rev "
                        + other.moment().revision() + "' takes what you trust"),
                Optional.empty());
    }
}
