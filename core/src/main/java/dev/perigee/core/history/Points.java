package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.copies.ListBackups;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.copies.NoGoodCopy;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.PackRecord.Moment;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the database of a store as it was at one revision, or at one time. Used by one thread. */
public final class Points {

    private final Environment environment;
    private final Sought sought;
    private final Archive archive;
    private final Listing listing;
    private final UsablePacks packs;

    private Points(Environment environment, Sought sought, Archive archive, Listing listing) {
        this.environment = environment;
        this.sought = sought;
        this.archive = archive;
        this.listing = listing;
        this.packs = new UsablePacks(archive, bases(listing));
    }

    /**
     * Looks at what is kept.
     *
     * @param environment what it stands on
     * @param sought whose, and where to look
     * @return what can be made of it
     * @throws OperationException INTERRUPTED; the failure of all sinks, if none can be read
     */
    public static Points look(Environment environment, Sought sought) throws OperationException {
        return look(environment, sought, Archive.look(environment, sought.cluster(), sought.sinks()));
    }

    /**
     * Looks at what is kept, if any of it is a history.
     *
     * @param environment what it stands on
     * @param sought whose, and where to look
     * @return what can be made of it; empty if there are no packs
     * @throws OperationException as {@link #look(Environment, Sought)}
     */
    public static Optional<Points> lookAtHistory(Environment environment, Sought sought) throws OperationException {
        Archive archive = Archive.look(environment, sought.cluster(), sought.sinks());
        return archive.places().isEmpty() ? Optional.empty() : Optional.of(look(environment, sought, archive));
    }

    private static Points look(Environment environment, Sought sought, Archive archive) throws OperationException {
        Listing listing = new ListBackups(environment).run(sought.cluster(), sought.sinks());
        if (listing.rows().isEmpty() && !listing.warnings().isEmpty()) {
            SinkFailure first = listing.warnings().getFirst();
            throw new OperationException(first.outcome(), first.text());
        }
        return new Points(environment, sought, archive, listing);
    }

    /** The backups of which the data can be had. */
    static List<BackupId> bases(Environment environment, Sought sought) throws OperationException {
        return bases(new ListBackups(environment).run(sought.cluster(), sought.sinks()));
    }

    private static List<BackupId> bases(Listing listing) {
        return listing.rows().stream()
                .filter(row ->
                        row.copies().stream().anyMatch(held -> held.copy().hasData()))
                .map(Listing.Row::id)
                .toList();
    }

    /**
     * How a point is made.
     *
     * @param plan the revision, and what it is made of
     * @param time when the store had come there, as far as anybody knows
     * @param notes what a person should know of it, a sentence each
     * @param warnings what a person must know of it, a sentence each
     */
    public record Point(PointPlan plan, Instant time, List<String> notes, List<String> warnings) {

        /** Copies the lists. */
        public Point {
            notes = List.copyOf(notes);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Plans a revision.
     *
     * @param revision from 1 up
     * @return how it is made
     * @throws OperationException BAD_INPUT if nothing that is kept holds it; NOT_FOUND if nothing is kept at all
     */
    public Point at(long revision) throws OperationException {
        Outcome otherwise = listing.rows().isEmpty() ? Outcome.NOT_FOUND : Outcome.BAD_INPUT;
        PointPlan plan = held(packs.plan(planner -> planner.plan(revision)), otherwise);
        return new Point(plan, base(plan).time(), notes(plan), List.of());
    }

    /** Plans a revision of one timeline. */
    PointPlan within(BackupId timeline, long revision) throws OperationException {
        return held(
                packs.plan(planner -> planner.within(timeline, revision)
                        .orElseGet(() -> new PointPlan.NotHeld(
                                revision,
                                "the history of " + timeline + " doesn't hold revision " + revision,
                                Nearby.of(planner.reachable(timeline), revision).cure()))),
                Outcome.NOT_FOUND);
    }

    /**
     * Plans a time.
     *
     * @param time inclusive
     * @return how the last revision recorded by then is made; empty if no history tells, or a backup was taken later and still in time
     * @throws OperationException NOT_FOUND if a part of the history is missing there; DAMAGED if its record is
     */
    public Optional<Point> at(Instant time) throws OperationException {
        for (BackupId timeline : packs.planner().timelines()) {
            Optional<Moment> moment = timeline.time().isAfter(time)
                    ? Optional.empty()
                    : moment(timeline, time).filter(seen -> hadBegun(timeline, seen, time));
            if (moment.isPresent()) {
                return newerBackup(timeline, moment.get(), time)
                        ? Optional.empty()
                        : Optional.of(point(timeline, moment.get(), time));
            }
        }
        return Optional.empty();
    }

    /** It is recorded while its backup is taken: what was seen before that is the history's before it, or an older backup's. */
    private static boolean hadBegun(BackupId timeline, Moment seen, Instant time) {
        return seen.revision() >= timeline.revision() || !timeline.until().isAfter(time);
    }

    private Optional<Moment> moment(BackupId timeline, Instant time) throws OperationException {
        List<PackPlace> places = archive.places().stream()
                .filter(place -> place.timeline().equals(timeline))
                .toList();
        return new TimeSearch(places, archive::record).find(time);
    }

    private boolean newerBackup(BackupId timeline, Moment moment, Instant time) {
        List<BackupId> own = packs.planner().basesOf(timeline);
        return bases(listing).stream()
                .filter(id -> !id.until().isAfter(time))
                .anyMatch(id -> own.contains(id) ? id.revision() > moment.revision() : isBehind(id, moment));
    }

    /** Of the same second, the one of the higher revision is the later one. */
    private static boolean isBehind(BackupId id, Moment moment) {
        return id.time().isAfter(moment.time())
                || (id.until().isAfter(moment.time()) && id.revision() > moment.revision());
    }

    private Point point(BackupId timeline, Moment moment, Instant time) throws OperationException {
        PointPlan held = planned(timeline, moment);
        if (time.isAfter(moment.time())) {
            refuseGap(timeline, moment);
        }
        List<String> notes = notes(held);
        notes.add("its last write was recorded by " + moment.time() + distance(moment.time(), time));
        Optional<String> ended = moments().ended(timeline, moment, time);
        if (ended.isEmpty()) {
            moments().behind(timeline, moment, time).ifPresent(notes::add);
        }
        return new Point(held, moment.time(), notes, ended.stream().toList());
    }

    /** What was written by the time asked for is missing: the moment before it isn't what was meant. */
    private void refuseGap(BackupId timeline, Moment moment) throws OperationException {
        Optional<OperationException> gap = new MomentGap(archive, packs, timeline, moment).failure();
        if (gap.isPresent()) {
            throw advised(gap.get(), timeline, new Moment(moment.revision() + 1, moment.time()));
        }
    }

    private OperationException advised(OperationException e, BackupId timeline, Moment moment)
            throws OperationException {
        return new OperationException(
                e.outcome(),
                String.valueOf(e.getMessage()),
                moments().cure(timeline, moment).or(e::hint),
                Optional.of(e));
    }

    /** What isn't held was asked for by a time: so is what is advised instead. */
    private PointPlan planned(BackupId timeline, Moment moment) throws OperationException {
        try {
            return held(
                    packs.plan(planner -> planner.within(timeline, moment.revision())
                            .orElseGet(() -> gap(planner, timeline, moment))),
                    Outcome.NOT_FOUND);
        } catch (OperationException e) {
            if (e.outcome() == Outcome.INTERRUPTED) {
                throw e;
            }
            throw advised(e, timeline, moment);
        }
    }

    private NearbyMoments moments() {
        return new NearbyMoments(packs.planner(), archive, bases(listing));
    }

    private static String distance(Instant moment, Instant asked) {
        Duration apart = Duration.between(moment, asked).truncatedTo(ChronoUnit.SECONDS);
        return apart.isZero() ? "" : ", " + Words.span(apart) + " before the time asked for";
    }

    private static PointPlan gap(PointPlanner planner, BackupId timeline, Moment moment) {
        Nearby nearby = Nearby.of(planner.reachable(timeline), moment.revision());
        return new PointPlan.NotHeld(
                moment.revision(),
                "the history of " + timeline + " has a gap before revision " + moment.revision() + " of "
                        + moment.time() + "; " + nearby.words(),
                Optional.empty());
    }

    private static PointPlan held(PointPlan plan, Outcome otherwise) throws OperationException {
        if (plan instanceof PointPlan.NotHeld missing) {
            throw new OperationException(otherwise, missing.why(), missing.cure(), Optional.empty());
        }
        return plan;
    }

    private List<String> notes(PointPlan plan) {
        List<String> notes = new ArrayList<>(plan.lines());
        archive.warnings().forEach(warning -> notes.add(warning.text()));
        return notes;
    }

    private static BackupId base(PointPlan plan) {
        return switch (plan) {
            case PointPlan.FromPacks(var timeline, var base, var revision, var packs) -> base;
            case PointPlan.FromLater(var base, var revision) -> base;
            case PointPlan.NotHeld missing -> throw new IllegalStateException(missing.why());
        };
    }

    /**
     * What was made.
     *
     * @param file the database, with a digest at its end: the file that was given, or one beside it
     * @param backup the backup that it was made of, and where that came from
     * @param notes what a person should know of it
     */
    public record Made(Path file, Fetched backup, List<String> notes) {}

    /**
     * Makes a point.
     *
     * @param plan what {@link #at} gave
     * @param scratch where to; what is made goes with it
     * @return the file
     * @throws OperationException as a fetch does; DAMAGED if a pack isn't what it must be: then nothing is made of it
     */
    public Made make(PointPlan plan, SpoolEntry scratch) throws OperationException {
        try {
            return makeOf(plan, scratch);
        } catch (NoGoodCopy e) {
            return makeOfAnother(plan, e, scratch);
        }
    }

    /** As whoever asks again gets it, since it is known then that the backup is damaged. */
    private Made makeOfAnother(PointPlan plan, NoGoodCopy damaged, SpoolEntry scratch) throws OperationException {
        PointPlan other = damaged.outcome() == Outcome.DAMAGED
                ? packs.plan(planner -> other(planner, plan, damaged))
                : new PointPlan.NotHeld(revision(plan), "", Optional.empty());
        if (other instanceof PointPlan.NotHeld) {
            throw damaged;
        }
        Made made = make(other, scratch);
        List<String> notes = new ArrayList<>(made.notes());
        notes.addFirst(damaged.getMessage() + "; it is made of "
                + made.backup().manifest().id() + " instead");
        return new Made(made.file(), made.backup(), notes);
    }

    /** Of the same history, where it is of one: the same revision of another is another store. */
    private PointPlan other(PointPlanner planner, PointPlan plan, NoGoodCopy damaged) {
        return plan instanceof PointPlan.FromPacks ofPacks
                        && archive.places().stream()
                                .anyMatch(place -> place.timeline().equals(ofPacks.timeline()))
                ? planner.within(ofPacks.timeline(), ofPacks.revision())
                        .orElseGet(() -> new PointPlan.NotHeld(
                                ofPacks.revision(), String.valueOf(damaged.getMessage()), damaged.hint()))
                : planner.plan(revision(plan));
    }

    private Made makeOf(PointPlan plan, SpoolEntry scratch) throws OperationException {
        try {
            return switch (plan) {
                case PointPlan.FromPacks alone
                when alone.packs().isEmpty() -> new Made(scratch.file(), fetch(plan, scratch), List.of());
                case PointPlan.FromPacks ofPacks -> withPacks(ofPacks, scratch);
                case PointPlan.FromLater later -> ofLater(later, scratch);
                case PointPlan.NotHeld missing -> throw new IllegalStateException(missing.why());
            };
        } catch (IOException e) {
            throw OperationException.ofDisk("can't make revision " + revision(plan) + " in " + scratch.file(), e);
        }
    }

    private Fetched fetch(PointPlan plan, SpoolEntry scratch) throws OperationException {
        try {
            return new Fetch(environment)
                    .run(sought, new Selector.Prefix(base(plan).toString()), scratch.file());
        } catch (NoGoodCopy e) {
            packs.leaveOut(base(plan));
            throw e;
        }
    }

    private Made ofLater(PointPlan.FromLater plan, SpoolEntry scratch) throws OperationException, IOException {
        Fetched backup = fetch(plan, scratch);
        Path target = target(scratch);
        Optional<Long> before =
                Nearby.of(packs.planner().reachable(), plan.revision()).before();
        new PointFile(scratch.file(), plan.base().toString()).limit(plan, before, target);
        Files.delete(scratch.file());
        return new Made(target, backup, List.of());
    }

    /**
     * The revision that a plan makes.
     *
     * @param plan any
     * @return its revision
     */
    public static long revision(PointPlan plan) {
        return switch (plan) {
            case PointPlan.FromPacks packs -> packs.revision();
            case PointPlan.FromLater later -> later.revision();
            case PointPlan.NotHeld missing -> missing.revision();
        };
    }

    private static Path target(SpoolEntry scratch) {
        return scratch.file().resolveSibling("point.db");
    }

    private Made withPacks(PointPlan.FromPacks planned, SpoolEntry scratch) throws OperationException, IOException {
        UsablePacks.Brought brought = packs.bring(planned, scratch.file());
        PointPlan.FromPacks plan = brought.plan();
        Fetched backup = fetch(plan, scratch);
        brought.requireClusterOf(backup.manifest());
        PointFile.Written written = new PointFile(scratch.file(), plan.base().toString()).extend(plan, brought.packs());
        for (Archive.Fetched pack : brought.packs()) {
            Files.deleteIfExists(pack.file());
        }
        return new Made(scratch.file(), backup, notes(brought, written));
    }

    private static List<String> notes(UsablePacks.Brought brought, PointFile.Written written) {
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
