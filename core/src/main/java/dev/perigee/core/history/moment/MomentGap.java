package dev.perigee.core.history.moment;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.archive.Records;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Follows;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.plan.Nearby;
import dev.perigee.core.history.plan.PointPlanner;
import dev.perigee.core.history.plan.UsablePacks;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.List;
import java.util.Optional;

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
        return within ? Optional.of("packs are missing") : followed();
    }

    /** What the next history says of how this one ended, unless nothing of this store was written between them. */
    private Optional<String> followed() throws OperationException {
        Optional<BackupId> later = packs.planner().next(timeline);
        return behind(timeline, archive, packs.planner())
                .filter(follows -> follows.missingUpTo(later.orElseThrow()) >= next())
                .map(Follows::why);
    }

    /** What the next history says of how one ended; empty if none has begun that tells. */
    static Optional<Follows> behind(BackupId timeline, Archive archive, PointPlanner planner)
            throws OperationException {
        Optional<PackPlace> first = planner.next(timeline)
                .flatMap(later -> archive.places(later).stream().findFirst());
        return first.isEmpty()
                ? Optional.empty()
                : archive.record(first.get())
                        .flatMap(PackRecord::follows)
                        .filter(follows -> follows.timeline().equals(timeline));
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
