package dev.perigee.core.history.plan;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.kinship.Kin;
import dev.perigee.core.history.kinship.Stores;
import dev.perigee.core.history.pack.Coverage;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides of what the store at a revision is made. Pure. It never crosses from one timeline into another: a backup goes with a
 * timeline if it is the one that this began with, or was taken before the next one began and is of a revision that its packs hold. Clocks
 * may be put back: a timeline that is dated later and had ended when another began isn't the next one of that.
 */
public final class PointPlanner {

    private final List<BackupId> bases;
    private final List<BackupId> ahead;
    private final Stores stores;
    private final Predicate<Kin> standingIn;
    private final NavigableMap<BackupId, SortedSet<PackId>> timelines = new TreeMap<>();
    private final Map<BackupId, Long> lasts = new HashMap<>();

    /**
     * A planner.
     *
     * @param bases the whole backups that tell their revision, in any order
     * @param packs the whole packs, in any order
     */
    public PointPlanner(Collection<BackupId> bases, Collection<PackPlace> packs) {
        this(bases, packs, Stores.UNKNOWN);
    }

    /**
     * A planner that knows of which stores they are.
     *
     * @param bases the whole backups that tell their revision, in any order
     * @param packs the whole packs, in any order
     * @param stores what is known
     */
    public PointPlanner(Collection<BackupId> bases, Collection<PackPlace> packs, Stores stores) {
        this(DatedBackups.of(bases), packs, stores);
    }

    PointPlanner(DatedBackups bases, Collection<PackPlace> packs, Stores stores) {
        this(bases, packs, stores, Kin::isDoubtful);
    }

    private PointPlanner(DatedBackups bases, Collection<PackPlace> packs, Stores stores, Predicate<Kin> standingIn) {
        this.stores = stores;
        this.standingIn = standingIn;
        this.ahead = bases.descending(false);
        this.bases =
                Stream.concat(bases.descending(true).stream(), ahead.stream()).toList();
        packs.forEach(place -> {
            timelines.computeIfAbsent(place.timeline(), _ -> new TreeSet<>()).add(place.pack());
            lasts.merge(place.timeline(), place.pack().last(), Math::max);
        });
    }

    /** One for which no backup that is doubted stands in where there is no other: what leads on from such a one may be another store. */
    static PointPlanner ofUndoubted(DatedBackups bases, Collection<PackPlace> packs, Stores stores) {
        return new PointPlanner(bases, packs, stores, _ -> false);
    }

    /**
     * Decides: the newest timeline that holds the revision; else a backup of it; else the nearest later backup of the newest
     * history, of which rows are left out.
     *
     * @param revision from 1 up
     * @return the plan
     */
    public PointPlan plan(long revision) {
        for (BackupId timeline : timelines.descendingKeySet()) {
            Optional<PointPlan> plan = within(timeline, revision);
            if (plan.isPresent()) {
                return plan.get();
            }
        }
        return ofBackups(revision).orElseGet(() -> notHeld(revision));
    }

    private Optional<PointPlan> ofBackups(long revision) {
        return bases.stream()
                .filter(base -> base.revision() == revision)
                .findFirst()
                .<PointPlan>map(base -> new PointPlan.FromPacks(base, base, revision, List.of()))
                .or(() -> later(revision, bases.subList(0, bases.size() - ahead.size()))
                        .or(() -> later(revision, ahead))
                        .map(base -> new PointPlan.FromLater(base, revision)));
    }

    /** Whether a backup is of the store that was backed up last, as far as is known. */
    private boolean isOfTheNewest(BackupId base) {
        return newest().filter(last -> stores.kin(last, base) != Kin.SAME).isEmpty();
    }

    /** The backup that was taken last; one whose time hasn't come only where there is no other. */
    Optional<BackupId> newest() {
        return bases.stream().findFirst();
    }

    /**
     * Decides within one timeline.
     *
     * @param timeline the backup that it began with
     * @param revision from 1 up
     * @return empty if it doesn't hold it
     */
    public Optional<PointPlan> within(BackupId timeline, long revision) {
        return within(timeline, revision, basesOf(timeline))
                .or(() -> within(timeline, revision, held(timeline, standingIn)));
    }

    /** Why a revision of a timeline may turn out not to be there, a sentence; empty if no backup that is doubted leads to it. */
    public Optional<String> doubt(BackupId timeline, long revision) {
        return within(timeline, revision, held(timeline, Kin::isDoubtful))
                .map(PointPlan::base)
                .map(base -> "only backup " + base + " leads to revision " + revision + ", and that "
                        + stores.kin(timeline, base).words() + ": '--rev' holds it against what was recorded");
    }

    private Optional<PointPlan> within(BackupId timeline, long revision, List<BackupId> among) {
        SortedSet<PackId> packs = timelines.getOrDefault(timeline, new TreeSet<>());
        for (BackupId base : among) {
            if (base.revision() == revision) {
                return Optional.of(new PointPlan.FromPacks(timeline, base, revision, List.of()));
            }
            long first = base.equals(timeline) ? base.revision() + 1 : base.revision();
            Optional<List<PackId>> chain =
                    base.revision() < revision ? Coverage.chain(packs, first, revision) : Optional.empty();
            if (chain.isPresent()) {
                return Optional.of(new PointPlan.FromPacks(timeline, base, revision, chain.get()));
            }
        }
        return Optional.empty();
    }

    /**
     * The backups that go with a timeline; where there is none, those that may.
     *
     * @param timeline the backup that it began with
     * @return the one of the highest revision first
     */
    public List<BackupId> basesOf(BackupId timeline) {
        List<BackupId> same = held(timeline, kin -> kin == Kin.SAME);
        return same.isEmpty() ? held(timeline, standingIn) : same;
    }

    /** The backups of revisions that a timeline holds, taken while it was recorded: those of its store and those that may be. */
    public List<BackupId> takenDuring(BackupId timeline) {
        return held(timeline, kin -> kin != Kin.OTHER);
    }

    private List<BackupId> held(BackupId timeline, Predicate<Kin> which) {
        Coverage coverage = Coverage.of(timelines.getOrDefault(timeline, new TreeSet<>()));
        return bases.stream()
                .filter(base ->
                        base.equals(timeline) || (isTakenDuring(timeline, base) && coverage.holds(base.revision())))
                .filter(base -> which.test(base.equals(timeline) ? Kin.SAME : stores.kin(timeline, base)))
                .sorted(Comparator.comparingLong(BackupId::revision).reversed())
                .toList();
    }

    /** Whether a backup was taken while a timeline was recorded, or is what the next one begins with. */
    public boolean isOf(BackupId timeline, BackupId base) {
        return isTakenDuring(timeline, base)
                || next(timeline).filter(base::equals).isPresent();
    }

    private boolean isTakenDuring(BackupId timeline, BackupId base) {
        return base.compareTo(timeline) > 0
                && next(timeline).filter(next -> base.compareTo(next) >= 0).isEmpty();
    }

    /** The timeline that began behind another; empty if that is the newest, or nobody can tell by the names. */
    public Optional<BackupId> next(BackupId timeline) {
        return timelines.tailMap(timeline, false).keySet().stream()
                .filter(other -> !hadEnded(other, timeline))
                .findFirst();
    }

    /**
     * Whether a timeline lies before where another one began, whatever their clocks say. So does one of an older state that was put back,
     * until it has come that far.
     */
    public boolean hadEnded(BackupId timeline, BackupId begun) {
        return lasts.getOrDefault(timeline, 0L) <= begun.revision();
    }

    /** The timelines that a backup goes with and that lie before where another one began. */
    public List<BackupId> before(BackupId begun, BackupId base) {
        return timelines.keySet().stream()
                .filter(timeline -> !timeline.equals(begun) && hadEnded(timeline, begun))
                .filter(timeline -> basesOf(timeline).contains(base))
                .toList();
    }

    /**
     * The backups within a gap. What each holds can be restored, though nothing leads on from there.
     *
     * @param timeline the one that the gap lies in, or behind
     * @param gap its revisions
     * @return the newest first
     */
    public List<BackupId> within(BackupId timeline, Stretch gap) {
        return bases.stream()
                .filter(base -> isTakenDuring(timeline, base) && gap.holds(base.revision()))
                .toList();
    }

    /** Of backups of one store, whose revisions ascend with their times: before a revision that went back is another history. */
    private Optional<BackupId> later(long revision, List<BackupId> descending) {
        Optional<BackupId> nearest = Optional.empty();
        long least = Long.MAX_VALUE;
        for (BackupId base : descending) {
            boolean other = nearest.isPresent() && !isOfTheNewest(base);
            if (other || base.revision() < revision || base.revision() > least) {
                break;
            }
            nearest = Optional.of(base);
            least = base.revision();
        }
        return nearest;
    }

    private PointPlan.NotHeld notHeld(long revision) {
        String gaps = gaps().stream()
                .filter(gap -> gap.holds(revision))
                .map(gap -> "; the history has a gap from revision " + gap.first() + " to " + gap.last())
                .collect(Collectors.joining());
        Nearby nearby = Nearby.of(reachable(), revision);
        return new PointPlan.NotHeld(
                revision,
                "nothing that is kept holds revision " + revision + gaps + "; " + nearby.words()
                        + (bases.isEmpty() ? "" : ", and before a backup what it holds back to its compaction"),
                nearby.cure(bases));
    }

    private List<Stretch> gaps() {
        return timelines.values().stream()
                .flatMap(packs -> Coverage.of(packs).gaps().stream())
                .toList();
    }

    /**
     * Which revisions can be made of bases and packs.
     *
     * @return by timeline and base, those that begin with a backup and go on without a hole; in no order, they may overlap
     */
    public List<Stretch> reachable() {
        List<Stretch> stretches = new ArrayList<>();
        bases.forEach(base -> stretches.add(new Stretch(base.revision(), base.revision())));
        timelines.keySet().forEach(timeline -> stretches.addAll(reachable(timeline)));
        return stretches;
    }

    /**
     * Which revisions of a timeline can be made.
     *
     * @param timeline the backup that it began with
     * @return one for each of its backups, the one of the highest revision first
     */
    public List<Stretch> reachable(BackupId timeline) {
        Coverage coverage = Coverage.of(timelines.getOrDefault(timeline, new TreeSet<>()));
        return basesOf(timeline).stream()
                .map(base -> {
                    long first = base.equals(timeline) ? base.revision() + 1 : base.revision();
                    return new Stretch(
                            base.revision(), coverage.reachFrom(first).orElse(base.revision()));
                })
                .toList();
    }

    /** Which revisions of a timeline can be had, those among them that only a backup holds which was taken meanwhile. */
    public List<Stretch> restorable(BackupId timeline) {
        return Stream.concat(
                        reachable(timeline).stream(),
                        during(timeline).map(base -> new Stretch(base.revision(), base.revision())))
                .toList();
    }

    /** The backup of a revision that a timeline began with, or that was taken of its store while that was recorded. */
    public Optional<BackupId> during(BackupId timeline, long revision) {
        return during(timeline).filter(base -> base.revision() == revision).findFirst();
    }

    private Stream<BackupId> during(BackupId timeline) {
        return bases.stream()
                .filter(base -> base.equals(timeline) || isTakenDuring(timeline, base))
                .filter(base -> base.equals(timeline) || stores.kin(timeline, base) == Kin.SAME);
    }

    /**
     * The backups of a timeline without which some revision of it couldn't be made.
     *
     * @param timeline the backup that it began with
     * @return ascending by revision
     */
    public List<BackupId> carrying(BackupId timeline) {
        List<BackupId> ascending = basesOf(timeline).reversed();
        List<Stretch> stretches = reachable(timeline).reversed();
        List<BackupId> carrying = new ArrayList<>();
        long reach = Long.MIN_VALUE;
        for (int i = 0; i < ascending.size(); i++) {
            long last = stretches.get(i).last();
            if (last > ascending.get(i).revision() && last > reach) {
                carrying.add(ascending.get(i));
                reach = last;
            }
        }
        return carrying;
    }

    /**
     * Which revisions of a timeline can't be made, though packs go beyond them, or hold them behind a hole. What packs hold of before
     * its first backup is no part of it.
     *
     * @param timeline the backup that it began with
     * @param known its packs, those that can't be used among them
     * @param kept from when on every moment is to be restorable; empty if nobody knows
     * @return ascending; each ends where a backup makes revisions restorable again, or with the last pack
     */
    public List<Stretch> unreachable(BackupId timeline, Collection<PackId> known, Optional<Instant> kept) {
        List<Stretch> packs = Coverage.of(known).stretches();
        if (packs.isEmpty()) {
            return List.of();
        }
        Coverage reachable = Coverage.over(reachable(timeline));
        long first = Math.max(packs.getFirst().first(), timeline.revision()); // it was recorded while that was taken
        long begin = firstWithin(timeline, known, kept).orElseGet(() -> behind(reachable, timeline, first));
        long last = packs.getLast().last();
        return begin > last ? List.of() : new Coverage(List.of(new Stretch(begin, last))).without(reachable);
    }

    /** The first backup within the first pack: where that is old enough, what was before it has only become too old. */
    private Optional<Long> firstWithin(BackupId timeline, Collection<PackId> known, Optional<Instant> kept) {
        long first = known.stream().mapToLong(PackId::first).min().orElseThrow();
        return basesOf(timeline).stream()
                .filter(base -> kept.filter(base.until()::isAfter).isEmpty())
                .map(BackupId::revision)
                .filter(revision -> known.stream().anyMatch(pack -> pack.first() == first && pack.holds(revision)))
                .min(Comparator.naturalOrder());
    }

    /** Where nothing leads to the first pack that is left, what was before it is missing, too. */
    private static long behind(Coverage reachable, BackupId timeline, long first) {
        long reached = reachable.stretches().stream()
                .map(Stretch::last)
                .filter(last -> last < first)
                .reduce(timeline.revision(), Math::max);
        return reachable.holds(first) ? first : Math.min(first, reached + 1);
    }

    /**
     * The timelines of which there are packs.
     *
     * @return the newest first
     */
    public List<BackupId> timelines() {
        return List.copyOf(timelines.descendingKeySet());
    }
}
