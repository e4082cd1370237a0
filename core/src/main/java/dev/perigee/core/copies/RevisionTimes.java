package dev.perigee.core.copies;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredCopy;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When a cluster had come to which revision, as its stored backups tell: etcd itself keeps no times. A revision was written after the
 * newest backup that lacks it, and before the oldest that has it. Immutable.
 */
public final class RevisionTimes {

    private final NavigableMap<Long, BackupId> oldest = new TreeMap<>();
    private final NavigableMap<Long, BackupId> newest = new TreeMap<>();

    private RevisionTimes() {}

    /**
     * What a listing knows.
     *
     * @param listing the cluster's
     * @return the times of its present history
     */
    public static RevisionTimes of(Listing listing) {
        return of(listing.rows().stream()
                .flatMap(row -> row.copies().stream()
                        .map(Listing.Held::copy)
                        .filter(StoredCopy::isWhole)
                        .flatMap(copy -> copy.manifest().stream())
                        .limit(1))
                .toList());
    }

    /** Of backups of one cluster: as far back as revisions descend within the cluster id of the newest. */
    static RevisionTimes of(List<Manifest> backups) {
        RevisionTimes known = new RevisionTimes();
        List<Manifest> newestFirst = backups.stream()
                .sorted(Comparator.comparing(Manifest::id).reversed())
                .toList();
        for (Manifest backup : newestFirst) {
            if (!known.reaches(backup, newestFirst.getFirst())) {
                break;
            }
            known.newest.putIfAbsent(backup.facts().revision(), backup.id());
            known.oldest.put(backup.facts().revision(), backup.id());
        }
        return known;
    }

    private boolean reaches(Manifest older, Manifest newest) {
        return older.cluster().id() == newest.cluster().id()
                && (oldest.isEmpty() || older.facts().revision() <= oldest.firstKey());
    }

    /**
     * Since when a revision can have been there.
     *
     * @param revision which
     * @return when the newest backup that lacks it was taken, at the earliest; empty if there is none
     */
    public Optional<Instant> after(long revision) {
        return Optional.ofNullable(newest.lowerEntry(revision))
                .map(Map.Entry::getValue)
                .map(BackupId::time);
    }

    /**
     * Until when a revision must have been there.
     *
     * @param revision which
     * @return by when the oldest backup that has it was surely taken: asked for that time, it is what comes; empty if there is none
     */
    public Optional<Instant> by(long revision) {
        return Optional.ofNullable(oldest.ceilingEntry(revision))
                .map(Map.Entry::getValue)
                .map(BackupId::until);
    }
}
