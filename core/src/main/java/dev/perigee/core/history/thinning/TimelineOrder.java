package dev.perigee.core.history.thinning;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.kinship.Lineage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What records tell of which timeline goes on behind another. Pure.
 *
 * @param before by timeline, the one that it says to follow, as far as that is known
 * @param seen by timeline, by when its last revision was recorded, where that is known, as is what it follows
 */
record TimelineOrder(Map<BackupId, BackupId> before, Map<BackupId, Instant> seen) {

    /** Names tell all that is known. */
    static final TimelineOrder UNKNOWN = new TimelineOrder(Map.of(), Map.of());

    /** Copies the maps. */
    TimelineOrder {
        before = Map.copyOf(before);
        seen = Map.copyOf(seen);
    }

    /**
     * Whether a timeline is over since one began that is dated later. One that was gone on with when the other wasn't any more isn't.
     *
     * @param lower whether that lies before where this one began: its clock ran ahead then, or an older state was put back
     */
    boolean isOver(BackupId timeline, BackupId later, boolean lower) {
        if (follows(timeline, later) || !wasLeft(timeline, later)) {
            return false;
        }
        return !lower || follows(later, timeline) || wasSeenLastBy(timeline, later.time());
    }

    /** Whether nothing of it was recorded after a time; not if that can't be told. */
    boolean wasSeenLastBy(BackupId timeline, Instant time) {
        return Optional.ofNullable(seen.get(timeline))
                .filter(last -> !last.isAfter(time))
                .isPresent();
    }

    private boolean wasLeft(BackupId timeline, BackupId later) {
        return Optional.ofNullable(seen.get(later))
                .filter(last -> wasSeenLastBy(timeline, last))
                .isPresent();
    }

    private boolean follows(BackupId later, BackupId earlier) {
        return new Lineage<RuntimeException>(timeline -> Optional.ofNullable(before.get(timeline)))
                .follows(later, earlier);
    }
}
