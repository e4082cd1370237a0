package dev.perigee.core.catalog;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;

/** The name of a backup, as the layout of its sink has it. Ordered by time. */
public sealed interface BackupId extends Comparable<BackupId> permits SnapshotId, DayId {

    /**
     * When the snapshot was taken, as far as the name tells.
     *
     * @return the earliest moment that fits the name
     */
    Instant time();

    /**
     * The earliest moment by which it was surely taken. Whoever asks for an earlier time must not get it: it may hold what was written
     * after that.
     *
     * @return after {@link #time()}
     */
    Instant until();

    /**
     * Where it lies in the calendar, for rules that count days and months.
     *
     * @return in the zone that its layout counts in
     */
    LocalDateTime calendar();

    /**
     * The store's revision.
     *
     * @return 0 if the name doesn't tell
     */
    long revision();

    /**
     * Reads the id of a backup that has a manifest, strictly: only what {@link SnapshotId#toString()} would write.
     *
     * @param text any string
     * @return empty if it is no such id
     */
    static Optional<BackupId> parse(String text) {
        return SnapshotId.parse(text);
    }

    /** The order of two names of different kinds: of the same moment, the one that tells more comes last. */
    static int byTime(BackupId one, BackupId other) {
        int order = one.time().compareTo(other.time());
        return order != 0 ? order : one instanceof DayId ? -1 : 1;
    }
}
