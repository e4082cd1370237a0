package dev.perigee.core.history.kinship;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.outcome.OperationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds out whether a backup is of the store that a history is of, by their manifests and by what the history had seen when the backup was
 * taken. Used by one thread.
 *
 * @param archive reads records
 * @param manifests reads manifests
 */
public record Kinship(Archive archive, Manifests manifests) {

    /** The pack that goes farthest is the last. */
    public static final Comparator<PackPlace> BY_END =
            Comparator.comparingLong(place -> place.pack().last());

    /** So many packs that can't be read are passed over: each is asked of each sink. */
    private static final int MOST_UNREADABLE = 30;

    /** Reads manifests. */
    @FunctionalInterface
    public interface Manifests {
        /** Empty if none is there, or can be believed. */
        Optional<Manifest> of(BackupId id) throws OperationException;
    }

    /** SAME where nobody can tell. */
    public Kin of(BackupId timeline, BackupId backup) throws OperationException {
        if (timeline.equals(backup)) {
            return Kin.SAME;
        }
        Optional<Manifest> manifest = manifests.of(backup);
        Optional<PackRecord> next = next(timeline, backup.revision());
        if (manifest.isEmpty()) {
            return seenBefore(next, backup) ? Kin.BEHIND : Kin.SAME;
        }
        return told(timeline, manifests.of(timeline), next, manifest.get());
    }

    /** What manifests tell, and the record that {@link #next} names. */
    public static Kin told(BackupId timeline, Optional<Manifest> began, Optional<PackRecord> next, Manifest manifest) {
        OptionalLong cluster = began.map(one -> OptionalLong.of(one.cluster().id()))
                .or(() -> next.map(record -> OptionalLong.of(record.cluster().id())))
                .orElseGet(OptionalLong::empty);
        Kin told = Kin.of(timeline, began, cluster, manifest);
        return told == Kin.SAME && seenBefore(next, manifest.id()) ? Kin.BEHIND : told;
    }

    /** What can't be read hides nothing that others tell: packs may overlap. */
    private Optional<PackRecord> next(BackupId timeline, long revision) throws OperationException {
        List<PackPlace> left = new ArrayList<>(archive.places(timeline));
        for (int tries = 0; tries < MOST_UNREADABLE; tries++) {
            Optional<PackPlace> place = next(left, revision);
            Optional<PackRecord> record = place.isEmpty() ? Optional.empty() : archive.record(place.get());
            if (place.isEmpty() || record.isPresent()) {
                return record;
            }
            left.remove(place.get());
        }
        return Optional.empty();
    }

    /** The pack of a history that tells when that had seen more than a backup holds; where it ends with that, its last one. */
    public static Optional<PackPlace> next(Collection<PackPlace> history, long revision) {
        return history.stream()
                .filter(each -> each.pack().holds(revision + 1))
                .min(BY_END)
                .or(() -> history.stream().max(BY_END));
    }

    /** A snapshot holds what was written when it was begun. */
    private static boolean seenBefore(Optional<PackRecord> next, BackupId backup) {
        long more = backup.revision() + 1;
        return next.filter(record -> record.place().pack().holds(more))
                .filter(record -> record.seen(more).plus(Moment.SKEW).isBefore(backup.time()))
                .isPresent();
    }
}
