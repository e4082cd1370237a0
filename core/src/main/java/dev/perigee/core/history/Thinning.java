package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.StoredCopy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Decides which packs of a sink are needed no more, and which backups its packs need. Pure. What it leaves makes every revision that could
 * be made before, of the time that is kept.
 *
 * @param bases the whole backups
 * @param packs the whole packs
 * @param stores what is known of the stores that they are of
 */
public record Thinning(Collection<BackupId> bases, Collection<PackPlace> packs, Stores stores) {

    /**
     * What to thin out in one sink.
     *
     * @param copies its backups
     * @param packs the whole packs
     * @return of those copies that are whole
     */
    public static Thinning of(Collection<StoredCopy> copies, Collection<PackPlace> packs) {
        return new Thinning(
                copies.stream().filter(StoredCopy::isWhole).map(StoredCopy::id).toList(), packs, Stores.of(copies));
    }

    /** Copies the lists. */
    public Thinning {
        bases = List.copyOf(bases);
        packs = List.copyOf(packs);
    }

    /**
     * The packs that no moment from a time on needs: those before the newest backup of their timeline that is as old as that, and
     * those of a timeline after which another one had begun by then.
     *
     * @param from every moment from here on stays
     * @return in order
     */
    public List<PackPlace> removable(Instant from) {
        PointPlanner planner = new PointPlanner(bases, packs, stores);
        List<PackPlace> removable = new ArrayList<>();
        for (BackupId timeline : planner.timelines()) {
            boolean all = planner.next(timeline)
                    .filter(next -> !next.until().isAfter(from))
                    .isPresent();
            Optional<BackupId> start = planner.basesOf(timeline).stream()
                    .filter(base -> !base.until().isAfter(from))
                    .findFirst();
            packs.stream()
                    .filter(place -> place.timeline().equals(timeline))
                    .filter(place -> all
                            || start.map(base -> place.pack().last() < base.revision())
                                    .orElse(false))
                    .sorted()
                    .forEach(removable::add);
        }
        return removable;
    }

    /**
     * The revisions that can be made now, and couldn't without some backups.
     *
     * @param gone the backups
     * @return ascending, apart from one another; none if history needs none of them
     */
    public List<Coverage.Stretch> lostWithout(Collection<BackupId> gone) {
        List<BackupId> left =
                bases.stream().filter(base -> !gone.contains(base)).toList();
        return covered(bases).without(covered(left));
    }

    /** What backups and packs make: not what a later backup gives without its last rows, which a compaction may have taken. */
    private Coverage covered(Collection<BackupId> of) {
        PointPlanner planner = new PointPlanner(of, packs, stores);
        return Coverage.over(planner.timelines().stream()
                .flatMap(timeline -> planner.reachable(timeline).stream())
                .filter(stretch -> stretch.last() > stretch.first())
                .toList());
    }

    /**
     * The backups without which something couldn't be made that can be made now.
     *
     * @return in no order
     */
    public List<BackupId> needed() {
        PointPlanner planner = new PointPlanner(bases, packs, stores);
        List<BackupId> needed = new ArrayList<>();
        for (BackupId timeline : planner.timelines()) {
            long reach = Long.MIN_VALUE;
            List<BackupId> ascending = planner.basesOf(timeline).reversed();
            List<Coverage.Stretch> stretches = planner.reachable(timeline).reversed();
            for (int i = 0; i < ascending.size(); i++) {
                long last = stretches.get(i).last();
                boolean carries = last > ascending.get(i).revision();
                if (carries && last > reach) {
                    needed.add(ascending.get(i));
                    reach = last;
                }
            }
        }
        return needed;
    }
}
