package dev.perigee.core.history.point;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.copies.NoGoodCopy;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.kinship.OtherStore;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.plan.Brought;
import dev.perigee.core.history.plan.Nearby;
import dev.perigee.core.history.plan.PointPlan;
import dev.perigee.core.history.plan.PointPlanner;
import dev.perigee.core.history.plan.UsablePacks;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes what was planned, and of an older backup what turns out to be planned on a damaged one. Used by one thread.
 *
 * @param environment what it stands on
 * @param sought whose, and where to look
 * @param archive all packs
 * @param packs those that can be used
 * @param asked in what terms
 * @param cure what to ask for instead
 */
record PointMaker(
        Environment environment,
        Sought sought,
        Archive archive,
        UsablePacks packs,
        Asked asked,
        UsablePacks.Cure cure) {

    /** Each is fetched whole before its rows can tell. */
    private static final int MOST_FOREIGN = 3;

    /** As {@link Points#make} promises. */
    Points.Made make(PointPlan plan, SpoolEntry scratch) throws OperationException {
        try {
            return makeOf(plan, scratch);
        } catch (NoGoodCopy e) {
            return makeOfAnother(plan, e, scratch);
        } catch (DamagedBase e) {
            packs.leaveOut(e.base());
            return makeOfAnother(plan, e, scratch);
        } catch (GoneRevision e) {
            packs.leaveOutFrom(e.base());
            return makeOfAnother(plan, e, scratch);
        } catch (OtherStore e) {
            boolean undecided = isUndecided(plan, e);
            packs.noteForeign(e.pair());
            if (undecided) {
                throw bothNamed(e);
            }
            return makeOfAnother(plan, e, scratch);
        }
    }

    /** Two states have that revision, and nothing tells which is meant; or too many backups that are doubted were fetched for nothing. */
    private boolean isUndecided(PointPlan plan, OtherStore other) {
        boolean doubted = packs.isDoubted(other.pair().timeline(), other.pair().backup());
        return doubted
                ? packs.foreign() >= MOST_FOREIGN
                : other.isToldByRows()
                        && plan.revision() == other.pair().backup().revision();
    }

    /** Nobody can tell which of two is right: what was recorded can be had, too, up to before it. */
    private OperationException bothNamed(OtherStore e) {
        long before = e.pair().backup().revision() - 1;
        return packs.planner().within(e.pair().timeline(), before).isEmpty()
                ? e
                : new OperationException(
                        e.outcome(),
                        FailureWords.of(e),
                        e.hint()
                                .map(own ->
                                        own + ", and '--rev " + before + "' what was recorded before that revision"),
                        Optional.of(e));
    }

    /** As whoever asks again gets it, since it is known then that the backup is damaged. */
    private Points.Made makeOfAnother(PointPlan plan, OperationException damaged, SpoolEntry scratch)
            throws OperationException {
        PointPlan other = damaged.outcome() == Outcome.DAMAGED || damaged instanceof GoneRevision
                ? packs.plan(planner -> other(planner, plan, damaged))
                : new PointPlan.NotHeld(plan.revision(), "", Optional.empty());
        if (other instanceof PointPlan.NotHeld) {
            throw damaged;
        }
        Points.Made made = make(other, scratch);
        List<String> notes = new ArrayList<>(made.notes());
        notes.addFirst(FailureWords.of(damaged) + "; it is made of "
                + made.backup().manifest().id() + " instead");
        return new Points.Made(made.file(), made.backup(), notes);
    }

    /** Of the same history, where it is of one: the same revision of another is another store. */
    private PointPlan other(PointPlanner planner, PointPlan plan, OperationException damaged) {
        return plan instanceof PointPlan.FromPacks ofPacks
                        && archive.places().stream()
                                .anyMatch(place -> place.timeline().equals(ofPacks.timeline()))
                ? planner.within(ofPacks.timeline(), ofPacks.revision())
                        .orElseGet(() ->
                                new PointPlan.NotHeld(ofPacks.revision(), FailureWords.of(damaged), damaged.hint()))
                : planner.plan(plan.revision());
    }

    private Points.Made makeOf(PointPlan plan, SpoolEntry scratch) throws OperationException {
        try {
            return switch (plan) {
                case PointPlan.FromPacks alone when alone.packs().isEmpty() -> asItIs(alone, scratch);
                case PointPlan.FromPacks ofPacks -> withPacks(ofPacks, scratch);
                case PointPlan.FromLater later -> ofLater(later, scratch);
                case PointPlan.NotHeld missing -> throw new IllegalStateException(missing.why());
            };
        } catch (IOException e) {
            throw OperationException.ofDisk("can't make revision " + plan.revision() + " in " + scratch.file(), e);
        }
    }

    /** A backup of the very revision. If the history that it was taken during began with another one, it is held against that. */
    private Points.Made asItIs(PointPlan.FromPacks plan, SpoolEntry scratch) throws OperationException, IOException {
        Fetched backup = fetch(plan, scratch);
        if (plan.base().equals(plan.timeline())) {
            return new Points.Made(scratch.file(), backup, List.of());
        }
        List<Archive.Fetched> holding = packs.holding(plan.timeline(), plan.revision(), scratch.file());
        SameStore same =
                new PointFile(scratch.file(), plan.base(), asked).compare(plan, holding, evidence(plan, scratch));
        for (Archive.Fetched pack : holding) {
            Files.deleteIfExists(pack.file());
        }
        List<String> notes = new ArrayList<>(same.isCompared() ? doubts(plan) : List.of(uncompared(plan)));
        same.unrecorded().ifPresent(notes::add);
        return new Points.Made(scratch.file(), backup, notes);
    }

    private static String uncompared(PointPlan.FromPacks plan) {
        return "there is nothing that " + plan.base() + " could be held against, since no pack can be had, or it was"
                + " compacted beyond them: nobody can tell whether it is of the history of " + plan.timeline();
    }

    private List<String> doubts(PointPlan.FromPacks plan) throws OperationException {
        return packs.kin(plan.timeline(), plan.base()).isDoubtful()
                ? List.of("backup " + plan.base()
                        + " was taken when more had been recorded than it holds, or tells of another"
                        + " timeline; what it and the history of " + plan.timeline() + " both hold is the same")
                : List.of();
    }

    private SameStore.Evidence evidence(PointPlan.FromPacks plan, SpoolEntry scratch) {
        return new SameStore.Evidence() {
            @Override
            public Collection<PackRecord> earlier(long above, long last) throws OperationException {
                return packs.earlier(plan.timeline(), above, last);
            }

            @Override
            public Optional<Archive.Fetched> bring(PackPlace place) throws OperationException {
                return packs.brought(place, scratch.file());
            }

            @Override
            public boolean isDoubted() {
                return packs.isDoubted(plan.timeline(), plan.base());
            }
        };
    }

    private Fetched fetch(PointPlan plan, SpoolEntry scratch) throws OperationException {
        return base(plan, () -> fetched(plan, scratch));
    }

    private Fetched fetched(PointPlan plan, SpoolEntry scratch) throws OperationException {
        return new Fetch(environment)
                .run(sought, new Selector.Prefix(plan.base().toString()), scratch.file());
    }

    /** Brings a backup here, by whatever way. */
    @FunctionalInterface
    private interface Fetching {
        Fetched run() throws OperationException;
    }

    private Fetched base(PointPlan plan, Fetching fetching) throws OperationException {
        try {
            return fetching.run();
        } catch (NoGoodCopy e) {
            packs.leaveOut(plan.base());
            throw e;
        }
    }

    private Points.Made ofLater(PointPlan.FromLater plan, SpoolEntry scratch) throws OperationException, IOException {
        Fetched backup = fetch(plan, scratch);
        Path target = target(scratch);
        Optional<Long> before =
                Nearby.of(packs.planner().reachable(), plan.revision()).before();
        new PointFile(scratch.file(), plan.base(), asked).limit(plan, before, target);
        Files.delete(scratch.file());
        return new Points.Made(target, backup, List.of());
    }

    private static Path target(SpoolEntry scratch) {
        return scratch.file().resolveSibling("point.db");
    }

    private Points.Made withPacks(PointPlan.FromPacks planned, SpoolEntry scratch)
            throws OperationException, IOException {
        Gathered gathered = gather(planned, scratch);
        Brought brought = gathered.packs();
        PointPlan.FromPacks plan = brought.plan();
        Fetched backup = gathered.backup().isPresent() ? gathered.backup().get() : fetch(plan, scratch);
        brought.requireClusterOf(backup.manifest());
        PointFile.Written written = new PointFile(scratch.file(), plan.base(), asked)
                .extend(plan, brought.packs(), evidence(plan, scratch));
        for (Archive.Fetched pack : brought.packs()) {
            Files.deleteIfExists(pack.file());
        }
        List<String> notes = new ArrayList<>(notes(brought, written));
        if (plan.isToBeCompared()) {
            notes.addAll(doubts(plan));
        }
        written.unrecorded().ifPresent(notes::addFirst);
        return new Points.Made(scratch.file(), backup, notes);
    }

    /**
     * What a point is made of.
     *
     * @param packs all of them
     * @param backup empty if those packs stand behind another one than was planned
     */
    private record Gathered(Brought packs, Optional<Fetched> backup) {}

    /** The backup comes while the packs are looked at; it is let go if they can't be had, or lead to another one. */
    private Gathered gather(PointPlan.FromPacks planned, SpoolEntry scratch) throws OperationException {
        try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Fetched> fetching = beside.submit(() -> fetched(planned, scratch));
            try {
                Brought brought = packs.bring(planned, cure, scratch.file());
                return new Gathered(
                        brought,
                        brought.plan().base().equals(planned.base())
                                ? Optional.of(base(planned, () -> awaited(fetching)))
                                : Optional.empty());
            } finally {
                fetching.cancel(true);
            }
        }
    }

    private static Fetched awaited(Future<Fetched> fetching) throws OperationException {
        try {
            return fetching.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException(Outcome.INTERRUPTED, "interrupted; nothing was written");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OperationException failure) {
                throw failure;
            }
            throw new IllegalStateException("a fetch threw what it should have reported", e.getCause());
        }
    }

    private static List<String> notes(Brought brought, PointFile.Written written) {
        List<String> notes = new ArrayList<>(brought.notes());
        notes.addAll(leases(written));
        return notes;
    }

    private static List<String> leases(PointFile.Written written) {
        return written.leasesUnknown() == 0
                ? List.of()
                : List.of("of " + Words.count(written.leasesUnknown(), "lease")
                        + " nobody knows how long they live; what hangs on them stays for good");
    }
}
