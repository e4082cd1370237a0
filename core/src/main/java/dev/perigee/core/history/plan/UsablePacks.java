package dev.perigee.core.history.plan;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.archive.Contradiction;
import dev.perigee.core.history.archive.Records;
import dev.perigee.core.history.archive.SameRows;
import dev.perigee.core.history.archive.SameTimes;
import dev.perigee.core.history.kinship.Contemporaries;
import dev.perigee.core.history.kinship.Kin;
import dev.perigee.core.history.kinship.Kinship;
import dev.perigee.core.history.kinship.Stores;
import dev.perigee.core.history.pack.Coverage;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.SinkFailure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Plans with the packs that can be used. One whose record or rows can't be had, or aren't what they must be, is planned around: packs may
 * overlap, and an earlier backup may lead there as well. Used by one thread.
 */
public final class UsablePacks {

    /** A backup and a history that differ did so from where an older state was put back on: what came last tells. */
    private static final int MOST_HELD_AGAINST = 32;

    private final Archive archive;
    private final Contemporaries contemporaries;
    private final Kinship kinship;
    private final SortedMap<PackPlace, List<SinkFailure>> unusable = new TreeMap<>();
    private final Set<PackPlace> doubtful = new TreeSet<>();
    private int foreign;
    private Collection<PackRecord> told = List.of();
    private DatedBackups bases;
    private Stores stores;
    private PointPlanner planner;

    public UsablePacks(Archive archive, DatedBackups bases, Stores known, Kinship.Manifests manifests) {
        this(archive, new Contemporaries(archive), new Kinship(archive, manifests), bases, known);
    }

    private UsablePacks(
            Archive archive, Contemporaries contemporaries, Kinship kinship, DatedBackups bases, Stores known) {
        this.stores = known;
        this.archive = archive;
        this.contemporaries = contemporaries;
        this.kinship = kinship;
        this.bases = bases;
        this.planner = new PointPlanner(bases, archive.places(), known);
    }

    /** Of all that isn't known to be unusable. */
    public PointPlanner planner() {
        return planner;
    }

    /** The backups that they go on from, but for those that turned out to be damaged. */
    public DatedBackups bases() {
        return bases;
    }

    /** The backup that was taken next behind a time, or is said to have been. */
    public Optional<BackupId> next(Instant time) throws OperationException {
        Optional<BackupId> next = bases.next(time);
        while (next.isPresent() && isLeftOut(next.get())) {
            next = bases.next(time);
        }
        return next;
    }

    /** Which histories they are of that were recorded at the same time. */
    public Contemporaries contemporaries() {
        return contemporaries;
    }

    /** As much is known of these, and what they learn stays theirs. */
    public UsablePacks copy() {
        UsablePacks copy = new UsablePacks(archive, contemporaries, kinship, bases, stores);
        copy.doubtful.addAll(doubtful);
        copy.leaveOut(unusable);
        return copy;
    }

    /** A plan whose packs have records; what isn't held for want of a pack is that pack's failure. */
    public PointPlan plan(Function<PointPlanner, PointPlan> asked) throws OperationException {
        SortedMap<PackPlace, List<SinkFailure>> first = new TreeMap<>();
        while (true) {
            PointPlan plan = asked.apply(planner);
            if (plan instanceof PointPlan.NotHeld missing && !first.isEmpty()) {
                throw gap(first, missing.revision(), missing.cure());
            }
            if (isLeftOut(plan) || isLearnt(plan)) {
                continue;
            }
            SortedMap<PackPlace, List<SinkFailure>> missing = missing(plan);
            if (missing.isEmpty()) {
                return plan;
            }
            first = first.isEmpty() ? missing : first;
            leaveOut(missing);
        }
    }

    /** Of some of the packs, and of the backups of which nothing speaks against what they carry. */
    public PointPlanner planner(Collection<PackPlace> usable) throws OperationException {
        PointPlanner planned = PointPlanner.ofUndoubted(bases, usable, stores);
        while (isLearnt(planned)) {
            planned = PointPlanner.ofUndoubted(bases, usable, stores);
        }
        return planned;
    }

    private boolean isLearnt(PointPlanner planned) throws OperationException {
        boolean learnt = false;
        for (BackupId timeline : planned.timelines()) {
            for (BackupId base : planned.carrying(timeline)) {
                learnt |= isLeftOut(base) || isLearnt(timeline, base);
            }
        }
        return learnt;
    }

    private boolean isLeftOut(PointPlan plan) throws OperationException {
        return !(plan instanceof PointPlan.NotHeld) && isLeftOut(plan.base());
    }

    /** Of a backup whose time hasn't come, a listing tells no more than that it is there. */
    private boolean isLeftOut(BackupId base) throws OperationException {
        if (bases.ahead(base).isEmpty() || kinship.manifests().of(base).isPresent()) {
            return false;
        }
        leaveOut(base);
        return true;
    }

    private boolean isLearnt(PointPlan plan) throws OperationException {
        return switch (plan) {
            case PointPlan.FromPacks ofPacks
            when !ofPacks.timeline().equals(ofPacks.base()) -> isLearnt(ofPacks.timeline(), ofPacks.base());
            case PointPlan.FromPacks ofPacks when !ofPacks.packs().isEmpty() -> false;
            case PointPlan.NotHeld _ -> false;
            default -> {
                BackupId base = plan.base();
                yield isLearnt(planner.newest().orElse(base), base);
            }
        };
    }

    /** Whether more is known now than the planner knew of whether a backup goes with a history. */
    public boolean isLearnt(BackupId timeline, BackupId base) throws OperationException {
        Stores.Pair pair = new Stores.Pair(timeline, base);
        if (timeline.equals(base) || stores.found().containsKey(pair)) {
            return false;
        }
        note(pair, kinship.of(timeline, base));
        return true;
    }

    /** Packs of a history that hold nothing but revisions above one, up to another: the newest few of which all sinks tell the same. */
    public Collection<PackRecord> earlier(BackupId timeline, long above, long last) throws OperationException {
        List<PackPlace> places = archive.places(timeline).stream()
                .filter(place ->
                        place.pack().first() > above && place.pack().last() <= last && !unusable.containsKey(place))
                .sorted(Comparator.comparingLong(
                                (PackPlace place) -> place.pack().last())
                        .reversed())
                .limit(MOST_HELD_AGAINST)
                .toList();
        return archive.records(places).had().values();
    }

    /** The smallest pack of a history that holds a revision and can be brought here; none if there is none. */
    public List<Archive.Fetched> holding(BackupId timeline, long revision, Path beside) throws OperationException {
        List<PackPlace> holding = archive.places(timeline).stream()
                .filter(place -> place.pack().holds(revision) && !unusable.containsKey(place))
                .sorted(Comparator.comparingLong(
                        place -> place.pack().last() - place.pack().first()))
                .toList();
        for (PackPlace place : holding) {
            Optional<Archive.Fetched> pack = brought(place, beside);
            if (pack.isPresent()) {
                return List.of(pack.get());
            }
        }
        return List.of();
    }

    /** A pack's rows, if they are what its record says. */
    public Optional<Archive.Fetched> brought(PackPlace place, Path beside) throws OperationException {
        return Optional.ofNullable(archive.fetch(List.of(place), beside).had().get(place));
    }

    /** Whether something that is known by now speaks against a backup. */
    public boolean isDoubted(BackupId timeline, BackupId base) {
        return stores.kin(timeline, base).isDoubtful();
    }

    /** A backup that was fetched turned out to be of another store than a history: it is planned around from now on. */
    public void noteForeign(Stores.Pair pair) {
        foreign++;
        note(pair, Kin.OTHER);
    }

    /** How many were. */
    public int foreign() {
        return foreign;
    }

    private void note(Stores.Pair pair, Kin kin) {
        stores = stores.knowing(pair, kin);
        leaveOut(new TreeMap<>());
    }

    /** Whether a backup that lies behind a history's end in time goes with it. */
    public Kin kin(BackupId timeline, BackupId base) throws OperationException {
        isLearnt(timeline, base);
        return stores.kin(timeline, base);
    }

    /** The packs of a plan of which no sink gives the record; whatever else holds its revisions must not contradict it. */
    private SortedMap<PackPlace, List<SinkFailure>> missing(PointPlan plan) throws OperationException {
        List<PackPlace> planned = plan.places();
        List<PackPlace> read = new ArrayList<>(planned);
        if (plan instanceof PointPlan.FromPacks packs && !planned.isEmpty()) {
            read.addAll(beside(packs));
        }
        Records records = archive.records(read);
        Optional<OperationException> doubted = doubted(records, plan);
        if (doubted.isPresent()) {
            throw doubted.get();
        }
        told = records.had().values();
        records.missing().keySet().retainAll(planned);
        return records.missing();
    }

    /** What was planned last isn't what a time means, if another pack that was asked for it tells so. */
    public void requireSameTimes(PointPlan plan, Instant time) throws OperationException {
        List<PackRecord> last = told.stream()
                .filter(record -> record.place().pack().holds(plan.revision()))
                .toList();
        Optional<Contradiction.OfTimes> found = new SameTimes(archive::held).at(time, last, told);
        if (found.isPresent() && !archive.isSigned()) {
            throw found.get().failure(plan.base());
        }
    }

    private Optional<OperationException> doubted(Records records, PointPlan plan) {
        return records.contradicted().isEmpty() ? Optional.empty() : doubted(records, plan.base());
    }

    /** Why nothing is made of packs of which sinks tell different things; what is advised instead is planned around them. */
    public Optional<OperationException> doubted(Records records, BackupId base) {
        SortedMap<PackPlace, List<SinkFailure>> left = new TreeMap<>();
        records.contradicted().forEach((place, two) -> left.put(place, List.of(two.ofSinks())));
        doubtful.addAll(left.keySet());
        leaveOut(left);
        return records.contradicted().values().stream().findFirst().map(contradiction -> contradiction.failure(base));
    }

    /**
     * Other packs of the revisions that a plan takes from packs, also of another history that was recorded at the same time. Where signatures
     * are demanded, none of them can be forged.
     */
    private List<PackPlace> beside(PointPlan.FromPacks plan) throws OperationException {
        List<PackPlace> beside = new ArrayList<>();
        if (!archive.isSigned()) {
            for (PackPlace place : archive.places()) {
                if (isBeside(place, plan) && contemporaries.are(place.timeline(), plan.timeline())) {
                    beside.add(place);
                }
            }
        }
        return beside;
    }

    private boolean isBeside(PackPlace place, PointPlan.FromPacks plan) {
        Stretch taken = plan.taken();
        boolean planned =
                place.timeline().equals(plan.timeline()) && plan.packs().contains(place.pack());
        return !planned
                && (!unusable.containsKey(place) || doubtful.contains(place))
                && place.pack().first() <= taken.last()
                && place.pack().last() >= taken.first();
    }

    /** The packs of a plan, or of another one of the same timeline that comes to the same; else what to ask for instead. */
    public Brought bring(PointPlan.FromPacks plan, Cure cure, Path beside) throws OperationException {
        PointPlan.FromPacks tried = plan;
        while (true) {
            Archive.Had<Archive.Fetched> packs = archive.fetch(tried.places(), beside);
            if (packs.missing().isEmpty()) {
                SortedMap<PackPlace, List<SinkFailure>> unread =
                        requireSameRows(tried, packs.had().values(), beside);
                return Brought.of(
                        tried, packs.had().values().stream().map(this::knowing).toList(), unusable, unread);
            }
            leaveOut(packs.missing());
            Optional<PointPlan.FromPacks> other = planner.within(plan.timeline(), plan.revision())
                    .filter(PointPlan.FromPacks.class::isInstance)
                    .map(PointPlan.FromPacks.class::cast);
            if (other.isEmpty()) {
                throw gap(packs.missing(), plan.revision(), cure.instead(plan));
            }
            tried = other.get();
        }
    }

    /** With what other sinks know of its leases. */
    private Archive.Fetched knowing(Archive.Fetched pack) {
        return told.stream()
                .filter(known -> known.place().equals(pack.record().place()))
                .findFirst()
                .map(known -> new Archive.Fetched(
                        pack.record().knowing(known.leases(), known.seal()), pack.file(), pack.leases()))
                .orElse(pack);
    }

    /** Nothing is made of rows of which another pack of the same revisions tells otherwise. Gives those that can't be asked. */
    private SortedMap<PackPlace, List<SinkFailure>> requireSameRows(
            PointPlan.FromPacks plan, Collection<Archive.Fetched> packs, Path file) throws OperationException {
        List<PackPlace> all = new ArrayList<>(plan.places());
        all.addAll(beside(plan));
        SameRows rows = new SameRows(plan.taken(), all, archive::held);
        for (Archive.Fetched pack : packs) {
            rows.show(pack);
        }
        Archive.Had<PackRecord> shown = archive.show(beside(plan), file, rows);
        Optional<Contradiction> found = rows.contradictions().stream().findFirst();
        if (found.isPresent()) {
            throw found.get().failure(plan.base());
        }
        return shown.missing();
    }

    /** Says what to ask for instead of what was planned. */
    @FunctionalInterface
    public interface Cure {
        Optional<String> instead(PointPlan.FromPacks plan) throws OperationException;
    }

    /** A revision can't be had for want of packs: of the first one, what nothing else holds around the revision. */
    public OperationException gap(
            SortedMap<PackPlace, List<SinkFailure>> missing, long revision, Optional<String> cure) {
        Map.Entry<PackPlace, List<SinkFailure>> first = missing.firstEntry();
        PackId id = first.getKey().pack();
        Stretch pack = new Stretch(id.first(), id.last());
        Coverage had = Coverage.over(planner.restorable(first.getKey().timeline()));
        Stretch lacking = new Coverage(List.of(pack))
                .without(had).stream()
                        .filter(stretch -> stretch.holds(revision))
                        .findFirst()
                        .orElse(pack);
        return Archive.gap(lacking, first.getValue(), cure);
    }

    /** Plans around a backup, and what was taken later, from now on. */
    public void leaveOutFrom(BackupId base) {
        bases = bases.before(base);
        leaveOut(new TreeMap<>());
    }

    /** Plans around it from now on. */
    public void leaveOut(BackupId base) {
        bases = bases.without(base);
        leaveOut(new TreeMap<>());
    }

    /** Plans around them from now on. */
    public void leaveOut(SortedMap<PackPlace, List<SinkFailure>> missing) {
        unusable.putAll(missing);
        SortedSet<PackPlace> left = archive.places();
        left.removeAll(unusable.keySet());
        planner = new PointPlanner(bases, left, stores);
    }
}
