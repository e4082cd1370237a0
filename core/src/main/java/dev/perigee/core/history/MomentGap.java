package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.HistoryListing.Gap;
import dev.perigee.core.history.PackRecord.Moment;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether writes are known to be missing right behind a moment: then nobody can tell what the store was after it.
 *
 * @param archive reads a record or two
 * @param packs those that can be used
 * @param timeline the history that the moment is of
 * @param moment the last one that was found
 */
record MomentGap(Archive archive, UsablePacks packs, BackupId timeline, Moment moment) {

    private long next() {
        return moment.revision() + 1;
    }

    /** Why the time behind it isn't restored; empty if it goes on, or nothing is known of later writes. */
    Optional<OperationException> failure() throws OperationException {
        Records records = behind();
        Optional<OperationException> unusable = unusable(records);
        return unusable.isPresent() || !records.had().isEmpty() ? unusable : why().map(this::missing);
    }

    /** Why what a pack holds behind it can't be had; empty if it can, or no pack goes on. */
    Optional<OperationException> unusable() throws OperationException {
        return unusable(behind());
    }

    private Records behind() throws OperationException {
        return archive.records(own().stream()
                .filter(place -> place.pack().holds(next()))
                .filter(archive.places()::contains)
                .toList());
    }

    private Optional<OperationException> unusable(Records records) {
        Optional<OperationException> doubted = packs.doubted(records, timeline);
        if (doubted.isPresent()) {
            return doubted;
        }
        if (!records.had().isEmpty()) {
            return Optional.empty();
        }
        packs.leaveOut(records.missing());
        if (!records.missing().isEmpty()) {
            return Optional.of(packs.gap(records.missing(), next(), Optional.empty()));
        }
        return Optional.empty();
    }

    private List<PackPlace> own() {
        return archive.recorded().stream()
                .filter(place -> place.timeline().equals(timeline))
                .toList();
    }

    private Optional<String> why() throws OperationException {
        boolean within = own().stream().anyMatch(place -> place.pack().last() >= next());
        return within ? Optional.of("packs are missing") : followed().map(Gap::why);
    }

    /** What the next history says of how this one ended, unless nothing was written between them. */
    private Optional<Gap> followed() throws OperationException {
        Optional<BackupId> later = packs.planner().next(timeline);
        return later.isEmpty()
                ? Optional.empty()
                : new TimelinePacks(archive, new TreeMap<>(), archive.places(), later.get())
                        .beginning()
                        .filter(gap -> gap.last() >= next());
    }

    private OperationException missing(String why) {
        Nearby nearby = Nearby.of(packs.planner().reachable(), next());
        return new OperationException(
                Outcome.NOT_FOUND,
                "the history of " + timeline + " has a gap behind revision " + moment.revision() + " of "
                        + moment.time() + ": " + why + "; " + nearby.words(),
                Optional.empty(),
                Optional.empty());
    }
}
