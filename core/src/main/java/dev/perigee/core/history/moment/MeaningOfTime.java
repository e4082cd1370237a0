package dev.perigee.core.history.moment;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.kinship.Kin;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.SeenMoment;
import dev.perigee.core.history.plan.UsablePacks;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides what a time means: the last revision that a history had seen by then, or the newest backup by then. Refuses a time of which
 * what is kept tells two things. Used by one thread.
 *
 * @param archive reads records
 * @param packs those that can be used
 * @param isThere whether something lies in a sink under the name of a backup, be it damaged
 * @param advice what to ask for instead
 */
public record MeaningOfTime(Archive archive, UsablePacks packs, Predicate<BackupId> isThere, Advice advice) {

    /**
     * A moment of a history.
     *
     * @param seen which
     * @param groundless what packs tell beside it of whose history no backup is left
     */
    public record Meant(SeenMoment seen, Optional<Groundless> groundless) {}

    /** Empty if no history tells, or a backup was taken later and still in time. */
    public Optional<Meant> of(Instant time) throws OperationException {
        Optional<Groundless> groundless = Optional.empty();
        for (BackupId timeline : packs.planner().timelines()) {
            Optional<SeenMoment> seen = seen(timeline, time);
            if (seen.isEmpty()) {
                continue;
            }
            if (!packs.planner().basesOf(timeline).isEmpty()) {
                return among(seen.get(), time, groundless);
            }
            if (newerBackup(seen.get(), time)) {
                return Optional.empty();
            }
            groundless = groundless.or(() ->
                    Optional.of(new Groundless(archive, timeline, seen.get().moment(), isThere.test(timeline))));
        }
        if (groundless.isPresent()) {
            throw groundless.get().failure();
        }
        histories().requireOnce(time);
        return Optional.empty();
    }

    private OverlappingHistories histories() {
        return new OverlappingHistories(archive, packs, this::seen);
    }

    private Optional<Meant> among(SeenMoment newest, Instant time, Optional<Groundless> groundless)
            throws OperationException {
        SeenMoment farthest = histories().farthest(newest, time);
        if (newerBackup(farthest, time)) {
            requireNothingBehind(farthest.timeline(), time);
            return Optional.empty();
        }
        if (groundless.isPresent() && !groundless.get().isWithin(farthest.timeline())) {
            throw advice.to(groundless.get().failure(), farthest.timeline(), farthest.moment());
        }
        return Optional.of(new Meant(farthest, groundless));
    }

    /** A backup isn't what a time means where a pack goes on from it that can't be used. */
    private void requireNothingBehind(BackupId timeline, Instant time) throws OperationException {
        BackupId newest = packs.bases().newest(time).orElse(timeline);
        Moment taken = new Moment(newest.revision(), newest.until());
        Optional<OperationException> unusable = new MomentGap(archive, packs, timeline, taken).unusable();
        if (unusable.isPresent()) {
            throw advice.to(unusable.get(), timeline, new Moment(taken.revision() + 1, taken.time()));
        }
    }

    /** What one timeline tells of a time; empty if it hadn't begun by then. */
    private Optional<SeenMoment> seen(BackupId timeline, Instant time) throws OperationException {
        return timeline.time().isAfter(time)
                ? Optional.empty()
                : moment(timeline, time)
                        .filter(seen -> hadBegun(timeline, seen, time))
                        .map(seen -> new SeenMoment(timeline, seen));
    }

    /** It is recorded while its backup is taken: what was seen before that is the history's before it, or an older backup's. */
    private static boolean hadBegun(BackupId timeline, Moment seen, Instant time) {
        return seen.revision() >= timeline.revision() || !timeline.until().isAfter(time);
    }

    private Optional<Moment> moment(BackupId timeline, Instant time) throws OperationException {
        return new AgreedMoment(archive, packs, timeline, advice).find(time);
    }

    private boolean newerBackup(SeenMoment seen, Instant time) throws OperationException {
        requireNoneBehind(seen, time);
        for (BackupId id : newer(seen, time)) {
            if (!isBefore(id, seen.timeline())) {
                return true;
            }
        }
        return false;
    }

    private List<BackupId> newer(SeenMoment seen, Instant time) {
        Moment moment = seen.moment();
        List<BackupId> own = packs.planner().basesOf(seen.timeline());
        return packs.bases()
                .takenBy(time)
                .filter(id -> own.contains(id) ? id.revision() > moment.revision() : isBehind(id, moment))
                .toList();
    }

    /** A clock ran ahead when the backup was taken, and was set right since. */
    private boolean isBefore(BackupId id, BackupId timeline) throws OperationException {
        for (BackupId other : packs.planner().before(timeline, id)) {
            if (packs.contemporaries().follows(timeline, other)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A backup that was taken when the history had seen more, after which nothing was seen any more: an older state may have been put
     * back, or a member lagged. The newest backup that isn't of another store tells, whatever was found out of it before.
     */
    private void requireNoneBehind(SeenMoment seen, Instant time) throws OperationException {
        Moment moment = seen.moment();
        List<BackupId> later = packs.planner().takenDuring(seen.timeline()).stream()
                .filter(id -> !id.until().isAfter(time) && id.revision() <= moment.revision())
                .filter(id -> id.time().isAfter(moment.time().plus(Moment.SKEW)))
                .sorted(Comparator.reverseOrder())
                .toList();
        for (BackupId id : later) {
            Kin kin = packs.kin(seen.timeline(), id);
            if (kin == Kin.BEHIND) {
                throw twoStates(moment, id);
            }
            if (kin == Kin.SAME) {
                return;
            }
        }
    }

    private static OperationException twoStates(Moment moment, BackupId behind) {
        return new OperationException(
                Outcome.DAMAGED,
                "revision " + moment.revision() + " had been written by " + moment.time() + ", and backup " + behind
                        + ", which was taken after that, holds revision " + behind.revision()
                        + ": an older state was put back in between, or the member that it is of lagged",
                Optional.of("'--rev " + moment.revision() + "' takes what was recorded, and '" + behind
                        + "' in place of a time takes that backup"),
                Optional.empty());
    }

    /** Of the same second, the one of the higher revision is the later one. */
    private static boolean isBehind(BackupId id, Moment moment) {
        return id.time().isAfter(moment.time())
                || (id.until().isAfter(moment.time()) && id.revision() > moment.revision());
    }
}
