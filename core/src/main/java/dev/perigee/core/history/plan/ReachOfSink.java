package dev.perigee.core.history.plan;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.kinship.Stores;
import dev.perigee.core.history.pack.Coverage;
import dev.perigee.core.history.pack.PackPlace;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How far one sink alone leads in a history that is still recorded. Pure.
 *
 * @param timeline the backup that the history began with
 * @param bases the whole backups that the sink shows
 * @param packs the whole packs that it shows
 * @param stores what is known of the stores that they are of
 */
public record ReachOfSink(BackupId timeline, Collection<BackupId> bases, Collection<PackPlace> packs, Stores stores) {

    /** Copies the lists. */
    public ReachOfSink {
        bases = List.copyOf(bases);
        packs = List.copyOf(packs);
    }

    /**
     * The last revision that can be made of what it shows.
     *
     * @return that of a backup, if no pack leads on from there; 0 if nothing of the history is there
     */
    public long last() {
        LongStream led = new PointPlanner(bases, packs, stores)
                .reachable(timeline).stream().mapToLong(Coverage.Stretch::last);
        return LongStream.concat(led, own().mapToLong(BackupId::revision)).max().orElse(0);
    }

    /**
     * The same with packs that it is sent.
     *
     * @param more of this history
     * @return as far as it leads then
     */
    public ReachOfSink with(Collection<PackPlace> more) {
        return new ReachOfSink(
                timeline, bases, Stream.concat(packs.stream(), more.stream()).toList(), stores);
    }

    /**
     * Up to when, at least, all that was written can be made of what it shows, where that ends too early.
     *
     * @return when its newest backup of the history was taken, or when the history began
     */
    public Instant until() {
        Optional<BackupId> newest = own().max(Comparator.comparing(BackupId::time));
        return newest.map(BackupId::time).orElse(timeline.time());
    }

    private Stream<BackupId> own() {
        return bases.stream().filter(base -> base.compareTo(timeline) >= 0);
    }
}
