package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.history.PackRecord.Moment;
import dev.perigee.core.outcome.OperationException;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds out whether a backup is of the store that a history is of, by their manifests and by what the history had seen when the backup was
 * taken. Used by one thread.
 *
 * @param archive reads records
 * @param manifests reads manifests
 */
record Kinship(Archive archive, Manifests manifests) {

    /** Reads manifests. */
    @FunctionalInterface
    interface Manifests {
        /** Empty if none is there, or can be believed. */
        Optional<Manifest> of(BackupId id) throws OperationException;
    }

    /** SAME where nobody can tell. */
    Kin of(BackupId timeline, BackupId backup) throws OperationException {
        if (timeline.equals(backup)) {
            return Kin.SAME;
        }
        Optional<Manifest> manifest = manifests.of(backup);
        Optional<PackRecord> next = next(timeline, backup.revision());
        if (manifest.isEmpty()) {
            return seenBefore(next, backup) ? Kin.BEHIND : Kin.SAME;
        }
        Optional<Manifest> began = manifests.of(timeline);
        OptionalLong cluster = began.map(one -> OptionalLong.of(one.cluster().id()))
                .or(() -> next.map(record -> OptionalLong.of(record.cluster().id())))
                .orElseGet(OptionalLong::empty);
        Kin told = Kin.of(timeline, began, cluster, manifest.get());
        return told == Kin.SAME && seenBefore(next, backup) ? Kin.BEHIND : told;
    }

    /** The record that tells when the history had seen more than a backup holds; where it ends with that, of its last pack. */
    private Optional<PackRecord> next(BackupId timeline, long revision) throws OperationException {
        Optional<PackPlace> place = archive.places(timeline).stream()
                .filter(each -> each.pack().holds(revision + 1))
                .min(Comparator.comparingLong(each -> each.pack().last()))
                .or(() -> archive.newest(timeline));
        return place.isEmpty() ? Optional.empty() : archive.record(place.get());
    }

    /** A snapshot holds what was written when it was begun. */
    private static boolean seenBefore(Optional<PackRecord> next, BackupId backup) {
        long more = backup.revision() + 1;
        return next.filter(record -> record.place().pack().holds(more))
                .filter(record -> record.seen(more).plus(Moment.SKEW).isBefore(backup.time()))
                .isPresent();
    }
}
