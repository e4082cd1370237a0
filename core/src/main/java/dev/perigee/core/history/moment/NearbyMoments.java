package dev.perigee.core.history.moment;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.plan.Nearby;
import dev.perigee.core.history.plan.PointPlan;
import dev.perigee.core.history.plan.UsablePacks;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What can be restored near a time, as somebody asks for it who asks by times. Reads a record or two.
 *
 * @param packs knows what can be used
 * @param archive reads records
 * @param isThere whether something lies in a sink under the name of a backup, be it damaged
 */
public record NearbyMoments(UsablePacks packs, Archive archive, Predicate<BackupId> isThere) {

    /** A failure to make a moment, with what can be asked for instead behind its own advice. */
    public OperationException advised(OperationException e, BackupId timeline, Moment moment)
            throws OperationException {
        Optional<String> near = cure(timeline, moment);
        Optional<String> both =
                e.hint().map(own -> near.map(times -> own + "; " + times).orElse(own));
        return new OperationException(e.outcome(), FailureWords.of(e), both.or(() -> near), Optional.of(e));
    }

    /** What to ask for instead of a moment that lies in a gap. */
    public Optional<String> cure(BackupId timeline, Moment moment) throws OperationException {
        Nearby nearby = near(timeline, moment.revision());
        List<String> cures = new ArrayList<>();
        if (nearby.before().isPresent()) {
            option(timeline, nearby.before().get())
                    .ifPresent(option -> cures.add(option + " is the nearest before it"));
        }
        after(timeline, nearby, moment).ifPresent(option -> cures.add(option + " is the nearest after it"));
        return cures.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", cures) + "; 'perigee history list' shows all that can be restored");
    }

    /** Of the store that the history is of, as far as anybody can tell. */
    private Nearby near(BackupId timeline, long revision) throws OperationException {
        UsablePacks learning = packs.copy();
        while (true) {
            Nearby nearby = Nearby.of(learning.planner().restorable(timeline), revision);
            boolean learnt = false;
            for (long each : nearby.nearest()) {
                Optional<BackupId> backup = learning.planner().during(timeline, each);
                learnt |= backup.isPresent() && learning.isLearnt(timeline, backup.get());
            }
            if (!learnt) {
                return nearby;
            }
        }
    }

    private Optional<String> after(BackupId timeline, Nearby nearby, Moment moment) throws OperationException {
        if (nearby.after().isPresent()) {
            return option(timeline, nearby.after().get());
        }
        Optional<BackupId> next = packs.next(moment.time());
        return next.isEmpty() ? Optional.empty() : Optional.of(option(next.get()));
    }

    /** What gives a revision: a time, if that means it; empty if only whoever knows of several histories can tell. */
    private Optional<String> option(BackupId timeline, long revision) throws OperationException {
        Optional<BackupId> backup = packs.planner().during(timeline, revision);
        for (Instant time : times(timeline, revision, backup)) {
            if (means(time, revision)) {
                return Optional.of("'--at " + time + "'");
            }
        }
        if (backup.isPresent()) {
            return Optional.of(option(backup.get()));
        }
        return isTaken(() -> packs.copy().plan(planner -> planner.plan(revision)) instanceof PointPlan.FromPacks plan
                        && plan.timeline().equals(timeline))
                ? Optional.of("'--rev " + revision + "'")
                : Optional.empty();
    }

    /** What gives a backup. */
    private String option(BackupId backup) throws OperationException {
        return means(backup.until(), backup.revision())
                ? "'--at " + backup.until() + "'"
                : "'" + backup + "' in place of a time";
    }

    /** Whether who asks for a time gets that revision. */
    private boolean means(Instant time, long revision) throws OperationException {
        return isTaken(() -> {
            Optional<PointInTime.Planned> planned =
                    new PointInTime(archive, packs.copy(), isThere, Advice.NONE).plan(time);
            return planned.isPresent()
                    ? planned.get().plan().revision() == revision
                    : packs.bases()
                            .newest(time)
                            .filter(id -> id.revision() == revision)
                            .isPresent();
        });
    }

    /** Asks as a restore does. */
    @FunctionalInterface
    private interface Question {
        boolean isAnswered() throws OperationException;
    }

    /** Why something is refused is told to whoever asks for it. */
    private static boolean isTaken(Question question) throws OperationException {
        try {
            return question.isAnswered();
        } catch (OperationException e) {
            if (e.outcome() == Outcome.INTERRUPTED) {
                throw e;
            }
            return false;
        }
    }

    /** When the store had come to a revision: by packs' word, and a backup's. */
    private List<Instant> times(BackupId timeline, long revision, Optional<BackupId> backup) throws OperationException {
        List<Instant> times = new ArrayList<>();
        for (PackPlace place : archive.places(timeline)) {
            if (place.pack().holds(revision)) {
                archive.record(place)
                        .flatMap(record -> record.moments().stream()
                                .filter(moment -> moment.revision() <= revision)
                                .map(Moment::time)
                                .max(Comparator.naturalOrder()))
                        .ifPresent(times::add);
            }
        }
        backup.ifPresent(id -> times.add(id.until()));
        return times;
    }

    /** What a person should know who asks for a time behind the last moment that is kept. */
    public Optional<String> behind(BackupId timeline, Moment moment, Instant asked) throws OperationException {
        return isBehind(timeline, moment, asked) && packs.next(asked).isEmpty()
                ? Optional.of(
                        "that is the newest that is kept: either nothing was written after it, or it isn't stored;"
                                + " 'perigee history status' tells how it is recorded")
                : Optional.empty();
    }

    /** What a person must know who asks for a time between the end of a history and the next backup. */
    public Optional<String> ended(BackupId timeline, Moment moment, Instant asked) throws OperationException {
        Optional<BackupId> next = isBehind(timeline, moment, asked) ? packs.next(asked) : Optional.empty();
        if (next.isEmpty()) {
            return Optional.empty();
        }
        String why = MomentGap.behind(timeline, archive, packs.planner())
                .map(follows -> " (" + follows.why() + ")")
                .orElse("");
        return Optional.of("the history ends at " + moment.time() + ", before the time asked for" + why
                + ", and what was written behind it isn't kept; the next that can be restored is "
                + option(next.get()));
    }

    /**
     * What a person must know who asks for a time at which nobody was recording, or a clock ran ahead: a backup that was taken before the
     * next revision was seen holds it already.
     */
    public Optional<String> recordedLate(BackupId timeline, Moment moment, Instant asked) throws OperationException {
        long next = moment.revision() + 1;
        for (PackPlace place : archive.places(timeline)) {
            if (place.pack().holds(next)) {
                return archive.record(place).flatMap(record -> early(timeline, next, asked, record.seen(next)));
            }
        }
        return Optional.empty();
    }

    private Optional<String> early(BackupId timeline, long next, Instant asked, Instant seen) {
        return packs.bases().all().stream()
                .filter(base -> packs.bases().ahead(base).isEmpty())
                .filter(base -> base.revision() >= next
                        && base.until().isAfter(asked)
                        && base.until().plus(Moment.SKEW).isBefore(seen))
                .filter(base -> packs.planner().isOf(timeline, base))
                .min(Comparator.naturalOrder())
                .map(base -> "revision " + next + " was recorded by " + seen + " only, though backup " + base
                        + " held it by " + base.until()
                        + ": nobody recorded meanwhile, or the clock ran ahead. What was"
                        + " written by the time asked for may be missing; '--rev' takes any revision up to "
                        + base.revision());
    }

    private boolean isBehind(BackupId timeline, Moment moment, Instant asked) {
        return asked.isAfter(moment.time())
                && archive.places(timeline).stream()
                        .noneMatch(place -> place.pack().last() > moment.revision());
    }
}
