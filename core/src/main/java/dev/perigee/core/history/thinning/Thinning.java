package dev.perigee.core.history.thinning;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.history.kinship.Kin;
import dev.perigee.core.history.kinship.Stores;
import dev.perigee.core.history.pack.Coverage;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.plan.PointPlanner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Decides which packs of a sink are needed no more, and which backups its packs need. Pure. What it leaves makes every revision that could
 * be made before, of the time that is kept.
 *
 * @param bases the whole backups
 * @param packs the whole packs
 * @param stores what is known of the stores that they are of
 * @param order what is known of which timeline goes on behind another
 */
public record Thinning(Collection<BackupId> bases, Collection<PackPlace> packs, Stores stores, TimelineOrder order) {

    Thinning(Collection<BackupId> bases, Collection<PackPlace> packs, Stores stores) {
        this(bases, packs, stores, TimelineOrder.UNKNOWN);
    }

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

    Thinning knowing(Stores more, TimelineOrder told) {
        return new Thinning(bases, packs, more, told);
    }

    /**
     * The packs that no moment from a time on needs: those before the newest backup of their timeline and store that is as old as that,
     * and those of a timeline that was over by then.
     *
     * @param from every moment from here on stays
     * @return in order
     */
    public List<PackPlace> removable(Instant from) {
        PointPlanner planner = planner();
        List<PackPlace> removable = new ArrayList<>();
        for (BackupId timeline : planner.timelines()) {
            boolean all = isOver(planner, timeline, from);
            long start = starts(planner, timeline, from).stream()
                    .mapToLong(BackupId::revision)
                    .findFirst()
                    .orElse(0);
            packs.stream()
                    .filter(place -> place.timeline().equals(timeline))
                    .filter(place -> all || place.pack().last() < start)
                    .sorted()
                    .forEach(removable::add);
        }
        return removable;
    }

    PointPlanner planner() {
        return new PointPlanner(bases, packs, stores);
    }

    /** The backups of a timeline and its store before which packs may go; what goes is told by the first, which is of the highest revision. */
    List<BackupId> starts(PointPlanner planner, BackupId timeline, Instant from) {
        long least = packs.stream()
                .filter(place -> place.timeline().equals(timeline))
                .mapToLong(place -> place.pack().last())
                .min()
                .orElse(Long.MAX_VALUE);
        return planner.basesOf(timeline).stream()
                .filter(base -> base.revision() > least && !base.until().isAfter(from))
                .filter(base -> base.equals(timeline) || stores.kin(timeline, base) == Kin.SAME)
                .toList();
    }

    /** Whether a timeline may be over, by their names. */
    boolean mayClose(PointPlanner planner, Instant from) {
        return planner.timelines().stream()
                .anyMatch(timeline ->
                        begunSince(planner, timeline, from).findAny().isPresent());
    }

    /** The timelines that are dated later than one, and not later than a time. */
    private static Stream<BackupId> begunSince(PointPlanner planner, BackupId timeline, Instant from) {
        return planner.timelines().stream()
                .filter(other -> other.compareTo(timeline) > 0 && !other.until().isAfter(from));
    }

    private boolean isOver(PointPlanner planner, BackupId timeline, Instant from) {
        return order.wasSeenLastBy(timeline, from)
                && begunSince(planner, timeline, from)
                        .anyMatch(later -> order.isOver(timeline, later, planner.hadEnded(later, timeline)));
    }

    /**
     * The revisions that can be made now, and couldn't without some backups.
     *
     * @param gone the backups, also such as don't count yet
     * @return ascending, apart from one another; none if history needs none of them
     */
    public List<Coverage.Stretch> lostWithout(Collection<BackupId> gone) {
        Set<BackupId> all = new TreeSet<>(bases);
        all.addAll(gone);
        return covered(all).without(covered(without(gone)));
    }

    private List<BackupId> without(Collection<BackupId> gone) {
        return bases.stream().filter(base -> !gone.contains(base)).toList();
    }

    /** The backups from which histories would go on without some, and of which nobody has found out yet whether they are of these. */
    List<Stores.Pair> standIns(Stores known, Collection<BackupId> gone) {
        PointPlanner planner = new PointPlanner(without(gone), packs, known);
        return planner.timelines().stream()
                .filter(timeline -> gone.stream().anyMatch(base -> base.compareTo(timeline) >= 0))
                .flatMap(timeline -> planner.carrying(timeline).stream()
                        .filter(base -> !base.equals(timeline))
                        .map(base -> new Stores.Pair(timeline, base)))
                .filter(pair -> !known.found().containsKey(pair))
                .toList();
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
        PointPlanner planner = planner();
        List<BackupId> needed = new ArrayList<>();
        planner.timelines().forEach(timeline -> needed.addAll(planner.carrying(timeline)));
        return needed;
    }
}
