package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.PackRecord.Moment;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.words.FailureWords;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can be restored near a time, as somebody asks for it who asks by times. Reads a record or two.
 *
 * @param planner knows what can be used
 * @param archive reads records
 * @param bases the whole backups
 */
record NearbyMoments(PointPlanner planner, Archive archive, List<BackupId> bases) {

    /** A failure to make a moment, with what can be asked for instead behind its own advice. */
    OperationException advised(OperationException e, BackupId timeline, Moment moment) throws OperationException {
        Optional<String> near = cure(timeline, moment);
        Optional<String> both =
                e.hint().map(own -> near.map(times -> own + "; " + times).orElse(own));
        return new OperationException(e.outcome(), FailureWords.of(e), both.or(() -> near), Optional.of(e));
    }

    /** What to ask for instead of a moment that lies in a gap. */
    Optional<String> cure(BackupId timeline, Moment moment) throws OperationException {
        Nearby nearby = Nearby.of(planner.reachable(timeline), moment.revision());
        Optional<Long> last = nearby.before();
        Optional<Instant> before = last.isPresent() ? time(timeline, last.get()) : Optional.empty();
        Optional<Instant> after = nearby.after()
                .flatMap(first -> backup(timeline, first))
                .or(() -> next(moment.time()))
                .map(BackupId::until);
        List<String> cures = Stream.concat(
                        before.map(time -> "'--at " + time + "' is the nearest before it").stream(),
                        after.map(time -> "'--at " + time + "' is the nearest after it").stream())
                .toList();
        return cures.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", cures) + "; 'perigee history list' shows all that can be restored");
    }

    /** When the store had come to a revision: by a pack's word, else a backup's. */
    private Optional<Instant> time(BackupId timeline, long revision) throws OperationException {
        for (PackPlace place : archive.places(timeline)) {
            if (place.pack().holds(revision)) {
                Optional<Instant> time = archive.record(place)
                        .flatMap(record -> record.moments().stream()
                                .filter(moment -> moment.revision() <= revision)
                                .map(Moment::time)
                                .max(Comparator.naturalOrder()));
                if (time.isPresent()) {
                    return time;
                }
            }
        }
        return backup(timeline, revision).map(BackupId::until);
    }

    private Optional<BackupId> backup(BackupId timeline, long revision) {
        return planner.basesOf(timeline).stream()
                .filter(base -> base.revision() == revision)
                .findFirst();
    }

    private Optional<BackupId> next(Instant time) {
        return bases.stream().filter(base -> base.until().isAfter(time)).min(Comparator.naturalOrder());
    }

    /** What a person should know who asks for a time behind the last moment that is kept. */
    Optional<String> behind(BackupId timeline, Moment moment, Instant asked) {
        return isBehind(timeline, moment, asked) && next(asked).isEmpty()
                ? Optional.of(
                        "that is the newest that is kept: either nothing was written after it, or it isn't stored;"
                                + " 'perigee history status' tells how it is recorded")
                : Optional.empty();
    }

    /** What a person must know who asks for a time between the end of a history and the next backup. */
    Optional<String> ended(BackupId timeline, Moment moment, Instant asked) {
        return next(asked)
                .filter(_ -> isBehind(timeline, moment, asked))
                .map(next -> "the history ends at " + moment.time()
                        + ", before the time asked for, and what was written"
                        + " behind it isn't kept; the next that can be restored is '--at " + next.until() + "'");
    }

    /**
     * What a person must know who asks for a time at which nobody was recording, or a clock ran ahead: a backup that was taken before the
     * next revision was seen holds it already.
     */
    Optional<String> recordedLate(BackupId timeline, Moment moment, Instant asked) throws OperationException {
        long next = moment.revision() + 1;
        for (PackPlace place : archive.places(timeline)) {
            if (place.pack().holds(next)) {
                return archive.record(place).flatMap(record -> early(timeline, next, asked, record.seen(next)));
            }
        }
        return Optional.empty();
    }

    private Optional<String> early(BackupId timeline, long next, Instant asked, Instant seen) {
        return bases.stream()
                .filter(base -> base.revision() >= next
                        && base.until().isAfter(asked)
                        && base.until().plus(Moment.SKEW).isBefore(seen))
                .filter(base -> planner.isOf(timeline, base))
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
