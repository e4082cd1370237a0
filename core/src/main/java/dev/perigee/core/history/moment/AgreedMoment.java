package dev.perigee.core.history.moment;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.archive.Contradiction;
import dev.perigee.core.history.archive.Records;
import dev.perigee.core.history.archive.SameTimes;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.plan.UsablePacks;
import dev.perigee.core.outcome.OperationException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The last moment of a history by a time, as all packs tell it that could tell otherwise. A whole lies in order before its parts, of which
 * some may be gone, and so goes farther than those that the search ends with. Where no signature is demanded, a pack may also be forged,
 * and lead it astray. Used by one thread.
 *
 * @param archive reads records
 * @param packs those that can be used
 * @param timeline the backup that the history began with
 * @param advice what to ask for instead
 */
record AgreedMoment(Archive archive, UsablePacks packs, BackupId timeline, Advice advice) {

    /** Empty if the time is before all that can be read. */
    Optional<Moment> find(Instant time) throws OperationException {
        List<PackPlace> own = archive.places(timeline);
        Optional<Moment> last = new TimeSearch(own, archive::record).find(time);
        Optional<Moment> later = later(own, last, time);
        while (later.isPresent()) {
            last = later;
            later = later(own, last, time);
        }
        requireNothingNewer(own, last.map(Moment::revision).orElse(timeline.revision()), time);
        return last;
    }

    /** A clock that ran ahead and was set right leaves packs behind what the search found, of which it tells a time before. */
    private void requireNothingNewer(List<PackPlace> own, long revision, Instant time) throws OperationException {
        Optional<PackRecord> newest = record(archive.newest(timeline));
        Optional<PackRecord> next = record(
                own.stream().filter(place -> place.pack().holds(revision + 1)).findFirst());
        if (newest.flatMap(record -> record.lastBy(time))
                        .filter(moment -> moment.revision() > revision)
                        .isPresent()
                && next.isPresent()) {
            throw new SameTimes(archive::held)
                    .between(newest.get(), next.get(), time)
                    .failure(timeline);
        }
    }

    private Optional<PackRecord> record(Optional<PackPlace> place) throws OperationException {
        return place.isEmpty() ? Optional.empty() : archive.record(place.get());
    }

    /** What a pack that the search has passed over tells beyond it. */
    private Optional<Moment> later(List<PackPlace> own, Optional<Moment> last, Instant time) throws OperationException {
        if (own.isEmpty()) {
            return Optional.empty();
        }
        Collection<PackRecord> told = told(witnesses(own, last), last, time);
        requireSame(told, time);
        return told.stream()
                .flatMap(record -> record.lastBy(time).stream())
                .max(Comparator.comparingLong(Moment::revision))
                .filter(latest -> latest.revision() > last.map(Moment::revision).orElse(0L));
    }

    private void requireSame(Collection<PackRecord> told, Instant time) throws OperationException {
        Optional<Contradiction.OfTimes> contradiction = new SameTimes(archive::held).at(time, told, told);
        if (contradiction.isPresent() && !archive.isSigned()) {
            throw contradiction.get().failure(timeline);
        }
    }

    /**
     * Those that hold its revision or the next one; where none was found, all that begin before any of them has ended: one that is said
     * to hold all revisions doesn't have all the others read.
     */
    private static List<PackPlace> witnesses(List<PackPlace> own, Optional<Moment> last) {
        long first = own.getFirst().pack().first();
        long end = own.stream().mapToLong(place -> place.pack().last()).min().orElse(first);
        long from = last.map(Moment::revision).orElse(first);
        long to = last.map(Moment::revision).orElse(end) + 1;
        return own.stream()
                .filter(place -> place.pack().first() <= to && place.pack().last() >= from)
                .toList();
    }

    private Collection<PackRecord> told(List<PackPlace> witnesses, Optional<Moment> last, Instant time)
            throws OperationException {
        Records records = archive.records(witnesses);
        Optional<OperationException> doubted = packs.doubted(records, timeline);
        if (doubted.isPresent()) {
            throw advice.to(
                    doubted.get(),
                    timeline,
                    new Moment(last.map(Moment::revision).orElse(0L) + 1, time));
        }
        return records.had().values();
    }
}
