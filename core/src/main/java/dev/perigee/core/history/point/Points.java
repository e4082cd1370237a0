package dev.perigee.core.history.point;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.copies.ListBackups;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.kinship.SharedName;
import dev.perigee.core.history.kinship.StoredManifests;
import dev.perigee.core.history.kinship.Stores;
import dev.perigee.core.history.moment.Advice;
import dev.perigee.core.history.moment.Groundless;
import dev.perigee.core.history.moment.MeaningOfTime;
import dev.perigee.core.history.moment.MeaningOfTime.Meant;
import dev.perigee.core.history.moment.NearbyMoments;
import dev.perigee.core.history.moment.PointInTime;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.SeenMoment;
import dev.perigee.core.history.plan.DatedBackups;
import dev.perigee.core.history.plan.Nearby;
import dev.perigee.core.history.plan.PointPlan;
import dev.perigee.core.history.plan.PointPlanner;
import dev.perigee.core.history.plan.UsablePacks;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        Stores known = Stores.of(listing.rows().stream()
                .flatMap(row -> row.copies().stream())
                .map(Listing.Held::copy)
                .toList());
        this.packs = new UsablePacks(
                archive,
                DatedBackups.of(listing),
                known,
                new StoredManifests(
                        environment,
                        sought.cluster(),
                        sought.sinks(),
                        known.manifests().values()));
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
        Points points = of(environment, sought, archive);
        Optional<SinkFailure> silent = silent(points.listing);
        if (points.listing.rows().isEmpty() && silent.isPresent()) {
            throw new OperationException(
                    silent.get().outcome(),
                    "no backup was found: " + silent.get().text());
        }
        return points;
    }

    /** What can be made of packs, and of the backups that are there, be it none. */
    public static Points of(Environment environment, Sought sought, Archive archive) throws OperationException {
        return new Points(
                environment, sought, archive, new ListBackups(environment).run(sought.cluster(), sought.sinks()));
    }

    /** A sink that may hold what isn't found in the others. */
    private static Optional<SinkFailure> silent(Listing listing) {
        return listing.warnings().stream().filter(SinkFailure::isSilence).findFirst();
    }

    /** Of some of the packs, and of the backups of which nothing that can be found out speaks against what they carry. */
    public PointPlanner planner(Collection<PackPlace> usable) throws OperationException {
        return packs.planner(usable);
    }

    /**
     * How a point is made.
     *
     * @param plan the revision, and what it is made of
     * @param asked in what terms
     * @param time when the store had come there, as far as anybody knows
     * @param notes what a person should know of it, a sentence each
     * @param warnings what a person must know of it, a sentence each
     */
    public record Point(PointPlan plan, Asked asked, Instant time, List<String> notes, List<String> warnings) {

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
     * @throws OperationException BAD_INPUT if nothing that is kept holds it; NOT_FOUND if nothing is kept at all; a sink's failure if
     *     that one may hold it
     */
    public Point at(long revision) throws OperationException {
        Outcome otherwise = silent(listing)
                .map(SinkFailure::outcome)
                .orElse(listing.rows().isEmpty() ? Outcome.NOT_FOUND : Outcome.BAD_INPUT);
        PointPlan plan = packs.plan(planner -> planner.plan(revision)).held(otherwise);
        List<BackupId> beyond = listing.rows().stream()
                .map(Listing.Row::id)
                .filter(id -> id.revision() >= revision)
                .toList();
        List<String> warnings =
                listing.timelines().warning(plan.base(), beyond).stream().toList();
        return new Point(plan, new Asked.Revision(), plan.base().time(), notes(plan), warnings);
    }

    /** Plans a revision of one timeline. */
    PointPlan within(BackupId timeline, long revision) throws OperationException {
        return packs.plan(planner -> planner.within(timeline, revision)
                        .orElseGet(() -> new PointPlan.NotHeld(
                                revision,
                                "the history of " + timeline + " doesn't hold revision " + revision,
                                Nearby.of(planner.reachable(timeline), revision).cure())))
                .held(Outcome.NOT_FOUND);
    }

    /**
     * Plans a time.
     *
     * @param time inclusive
     * @return how the last revision recorded by then is made; empty if no history tells, or a backup was taken later and still in time
     * @throws OperationException NOT_FOUND if a part of the history is missing there; DAMAGED if its record is
     */
    public Optional<Point> at(Instant time) throws OperationException {
        Optional<PointInTime.Planned> planned =
                new PointInTime(archive, packs, this::isThere, this::advised).plan(time);
        return planned.isEmpty() ? Optional.empty() : Optional.of(point(planned.get(), time));
    }

    private OperationException advised(OperationException failure, BackupId timeline, Moment moment)
            throws OperationException {
        return nearby().advised(failure, timeline, moment);
    }

    private NearbyMoments nearby() {
        return new NearbyMoments(packs, archive, this::isThere);
    }

    /** Two clusters that are recorded under one name; empty if nobody can tell of any. */
    public Optional<SinkFailure> strangers() throws OperationException {
        return new SharedName(archive, packs.contemporaries()).finding();
    }

    /** What every later time means; empty if that is a backup, or nobody can tell. */
    public Optional<SeenMoment> newest() throws OperationException {
        return told(Instant.MAX);
    }

    /** The end of a history, or what one had seen besides that was recorded at the same time and goes on farther. */
    public Moment farthest(SeenMoment end) throws OperationException {
        Optional<SeenMoment> newest = newest();
        return newest.isPresent()
                        && newest.get().moment().revision() >= end.moment().revision()
                        && packs.contemporaries()
                                .are(end.timeline(), newest.get().timeline())
                ? newest.get().moment()
                : end.moment();
    }

    /** Whether who asks for its time gets a moment, and neither another one nor a refusal. */
    public boolean isMeant(Moment moment) throws OperationException {
        return told(moment.time())
                .filter(told -> told.moment().revision() == moment.revision())
                .filter(told -> packs.bases().ahead(told.timeline()).isEmpty())
                .isPresent();
    }

    private boolean isThere(BackupId backup) {
        return listing.rows().stream().anyMatch(row -> row.id().equals(backup));
    }

    /** Why a time is refused is told to whoever asks for it. */
    private Optional<SeenMoment> told(Instant time) throws OperationException {
        try {
            return new MeaningOfTime(archive, packs, this::isThere, Advice.NONE)
                    .of(time)
                    .map(Meant::seen)
                    .filter(this::isReached);
        } catch (OperationException e) {
            if (e.outcome() == Outcome.INTERRUPTED) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private boolean isReached(SeenMoment seen) {
        return packs.planner().within(seen.timeline(), seen.moment().revision()).isPresent();
    }

    private Point point(PointInTime.Planned planned, Instant time) throws OperationException {
        BackupId timeline = planned.meant().seen().timeline();
        Moment moment = planned.meant().seen().moment();
        PointPlan held = planned.plan();
        NearbyMoments nearby = nearby();
        List<String> notes = notes(held);
        notes.add("its last write was recorded by " + moment.time() + distance(moment.time(), time));
        Optional<String> ended = nearby.ended(timeline, moment, time);
        if (ended.isEmpty()) {
            nearby.behind(timeline, moment, time).ifPresent(notes::add);
        }
        List<String> warnings = new ArrayList<>(
                Stream.concat(planned.meant().groundless().map(Groundless::warning).stream(), ended.stream())
                        .toList());
        nearby.recordedLate(timeline, moment, time).ifPresent(warnings::add);
        return new Point(held, new Asked.Time(moment.time()), moment.time(), notes, warnings);
    }

    private static String distance(Instant moment, Instant asked) {
        Duration apart = Duration.between(moment, asked).truncatedTo(ChronoUnit.SECONDS);
        return apart.isZero() ? "" : ", " + Words.span(apart) + " before the time asked for";
    }

    private List<String> notes(PointPlan plan) {
        List<String> notes = new ArrayList<>(plan.lines());
        archive.warnings().forEach(warning -> notes.add(warning.text()));
        return notes;
    }

    /**
     * What was made.
     *
     * @param file the database: the file that was given, or one beside it. Nobody sent it, so that it has no digest at its end; where no pack
     *     was needed it is the backup's, which has one
     * @param backup the backup that it was made of, and where that came from
     * @param notes what a person should know of it
     */
    public record Made(Path file, Fetched backup, List<String> notes) {}

    /**
     * Makes a point.
     *
     * @param point what {@link #at} gave
     * @param scratch where to; what is made goes with it
     * @return the file
     * @throws OperationException as a fetch does; DAMAGED if a pack, or a backup that nothing stands in for, isn't what it must be
     */
    public Made make(Point point, SpoolEntry scratch) throws OperationException {
        return maker(point.asked()).make(point.plan(), scratch);
    }

    /** Makes a revision of one timeline. */
    Made make(PointPlan plan, SpoolEntry scratch) throws OperationException {
        return maker(new Asked.Revision()).make(plan, scratch);
    }

    private PointMaker maker(Asked asked) {
        return new PointMaker(environment, sought, archive, packs, asked, plan -> cure(plan, asked));
    }

    private Optional<String> cure(PointPlan.FromPacks plan, Asked asked) throws OperationException {
        return switch (asked) {
            case Asked.Revision() ->
                Nearby.of(packs.planner().reachable(), plan.revision())
                        .cure(packs.bases().all());
            case Asked.Time(Instant moment) -> nearby().cure(plan.timeline(), new Moment(plan.revision(), moment));
        };
    }
}
