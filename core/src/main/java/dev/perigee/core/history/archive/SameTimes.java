package dev.perigee.core.history.archive;

import dev.perigee.core.history.archive.Contradiction.Held;
import dev.perigee.core.history.archive.Contradiction.OfTimes;
import dev.perigee.core.history.archive.Contradiction.Told;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Holds what packs that overlap tell of the times of the same revisions against one another. Pure.
 *
 * @param holders tells who holds a pack
 */
public record SameTimes(Function<PackPlace, Held> holders) {

    /** Two packs of which one says that a revision had been seen by a time, and the other that it hadn't: those farthest apart. */
    public Optional<OfTimes> at(Instant time, Collection<PackRecord> some, Collection<PackRecord> others) {
        return some.stream()
                .flatMap(one -> others.stream()
                        .flatMap(other ->
                                shared(one, other).flatMap(shared -> differing(time, one, other, shared)).stream()))
                .max(Comparator.<OfTimes>comparingLong(found -> found.later().seen())
                        .thenComparing(found -> -found.earlier().seen()));
    }

    /** What they tell otherwise of any time, one for each two packs, ascending; but not what a clock explains that was put back. */
    public List<Contradiction> of(Collection<PackRecord> records) {
        List<Contradiction> found = new ArrayList<>();
        List<PackRecord> open = new ArrayList<>();
        for (PackRecord record :
                records.stream().sorted(Comparator.comparing(PackRecord::place)).toList()) {
            open.removeIf(before -> shared(before, record).isEmpty());
            open.forEach(before -> first(before, record).ifPresent(found::add));
            open.add(record);
        }
        return found;
    }

    private static Optional<Stretch> shared(PackRecord one, PackRecord other) {
        long first = Math.max(one.place().pack().first(), other.place().pack().first());
        long last = Math.min(one.place().pack().last(), other.place().pack().last());
        boolean same = one.place().timeline().equals(other.place().timeline());
        return same && first <= last ? Optional.of(new Stretch(first, last)) : Optional.empty();
    }

    private Optional<OfTimes> differing(Instant time, PackRecord one, PackRecord other, Stretch shared) {
        long seen = within(shared, one.lastBy(time));
        long otherSeen = within(shared, other.lastBy(time));
        return seen == otherSeen ? Optional.empty() : Optional.of(between(one, other, time));
    }

    private static long within(Stretch shared, Optional<Moment> last) {
        long least = shared.first() - 1;
        return Math.clamp(last.map(Moment::revision).orElse(least), least, shared.last());
    }

    /** What two packs tell of a time. */
    public OfTimes between(PackRecord one, PackRecord other, Instant time) {
        return new OfTimes(told(one, time), told(other, time), time);
    }

    private Told told(PackRecord record, Instant time) {
        long seen = record.lastBy(time)
                .map(Moment::revision)
                .orElse(record.place().pack().first() - 1);
        return new Told(holders.apply(record.place()), seen);
    }

    private Optional<OfTimes> first(PackRecord one, PackRecord other) {
        Stretch shared = shared(one, other).orElseThrow();
        return Stream.concat(within(one, shared), within(other, shared))
                .sorted()
                .distinct()
                .filter(revision -> !isSame(revision, one, other))
                .findFirst()
                .map(revision -> earlier(one.seen(revision), other.seen(revision)))
                .flatMap(time -> differing(time, one, other, shared));
    }

    /** The revisions of which it tells a time, and the last one. */
    private static Stream<Long> within(PackRecord record, Stretch shared) {
        SortedSet<Long> told = new TreeSet<>();
        record.moments()
                .subList(record.firstMomentOf(shared.first()), record.firstMomentOf(shared.last() + 1))
                .forEach(moment -> told.add(moment.revision()));
        told.add(shared.last());
        return told.stream();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static boolean isSame(long revision, PackRecord one, PackRecord other) {
        int order = one.seen(revision).compareTo(other.seen(revision));
        return order == 0 || (order > 0 ? isHeldBack(revision, one, other) : isHeldBack(revision, other, one));
    }

    /** Whether the later time is only that of what was joined before: a clock that was put back doesn't put back the moments. */
    private static boolean isHeldBack(long revision, PackRecord later, PackRecord earlier) {
        int before = later.firstMomentOf(earlier.place().pack().first()) - 1;
        return before >= 0 && later.moments().get(before).time().equals(later.seen(revision));
    }
}
