package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.HistoryListing.Gap;
import dev.perigee.core.history.HistoryListing.Window;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.archive.Contradiction;
import dev.perigee.core.history.archive.Records;
import dev.perigee.core.history.archive.SameTimes;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.SeenMoment;
import dev.perigee.core.history.plan.PointPlanner;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.state.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.function.Function;

/** Says which moments can be restored by a history, and where it has gaps. */
public final class ListHistory {

    /** Each takes a request; older ones are taken at their names' word. */
    private static final int MOST_READ = 5_000;

    private final Environment environment;

    /**
     * A listing of any cluster.
     *
     * @param environment what it stands on
     */
    public ListHistory(Environment environment) {
        this.environment = environment;
    }

    /**
     * Lists all sinks, and reads the records of the newest packs: which revisions they hold the listing says, but not whether they
     * count.
     *
     * @param sought whose, and where to look
     * @return the windows, the newest first
     * @throws OperationException as a listing of backups does
     */
    public HistoryListing run(Sought sought) throws OperationException {
        return run(sought, Optional.empty());
    }

    /**
     * The same, where it is known how long a history is kept: what is missing and isn't as old as that is lost.
     *
     * @param sought whose, and where to look
     * @param keep how long; empty if nobody here knows
     * @return the windows, the newest first
     * @throws OperationException as a listing of backups does
     */
    public HistoryListing run(Sought sought, Optional<Duration> keep) throws OperationException {
        Archive archive = Archive.look(environment, sought.cluster(), sought.sinks());
        List<PackPlace> read = newest(archive);
        return listed(sought, archive, Records.of(read, archive.told(read)), keep);
    }

    /**
     * What each sink would hold if it were all there is, but for what it holds otherwise than another one: each of them is told of that.
     *
     * @param sought whose, and where to look
     * @param keep by the name of a sink, how long a history is kept there; empty if nobody here knows
     * @return by the name of a sink, its windows, the newest first
     * @throws OperationException as a listing of backups does
     */
    public Map<String, HistoryListing> bySink(Sought sought, Function<String, Optional<Duration>> keep)
            throws OperationException {
        Archive archive = Archive.look(environment, sought.cluster(), sought.sinks());
        List<PackPlace> read = newest(archive);
        SequencedMap<String, Archive.Had<PackRecord>> told = archive.told(read);
        List<Contradiction> contradictions = contradictions(archive, Records.of(read, told));
        Map<String, HistoryListing> listings = new HashMap<>();
        for (Destination sink : sought.sinks()) {
            SequencedMap<String, Archive.Had<PackRecord>> own = new LinkedHashMap<>(told);
            own.keySet().removeIf(name -> !name.equals(sink.name()));
            HistoryListing alone = listed(
                    new Sought(sought.cluster(), List.of(sink), sought.insisted()),
                    archive.alone(sink),
                    Records.of(archive.held(sink, read), own),
                    keep.apply(sink.name()));
            listings.put(
                    sink.name(),
                    alone.contradictedBy(contradictions.stream()
                            .filter(each -> each.isIn(sink.name()))
                            .toList()));
        }
        return listings;
    }

    private static List<PackPlace> newest(Archive archive) {
        return archive.places().reversed().stream().limit(MOST_READ).toList();
    }

    private HistoryListing listed(Sought sought, Archive archive, Records records, Optional<Duration> keep)
            throws OperationException {
        SortedSet<PackPlace> known = archive.recorded();
        if (known.isEmpty()) {
            return HistoryListing.empty(sought.cluster(), archive.warnings());
        }
        Optional<Instant> kept =
                keep.map(span -> environment.timing().clock().instant().minus(span));
        SortedSet<PackPlace> usable = archive.places();
        UnusablePacks unusable = new UnusablePacks(records, archive.halves(), known);
        usable.removeAll(records.missing().keySet());
        usable.removeIf(records::isDisputed);
        Points points = Points.of(environment, sought, archive);
        PointPlanner planner = points.planner(usable);
        List<Window> windows = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        for (BackupId timeline : timelines(known)) {
            TimelinePacks packs = new TimelinePacks(archive, records.had(), usable, timeline);
            windows.addAll(packs.windows(planner));
            planner.unreachable(timeline, ids(known, timeline), kept).stream()
                    .map(gap -> new Gap(
                            timeline,
                            gap.first(),
                            gap.last(),
                            planner.doubt(timeline, gap.last()).orElseGet(() -> unusable.why(timeline, gap))))
                    .forEach(gaps::add);
            packs.beginning().ifPresent(gaps::add);
        }
        gaps.replaceAll(gap -> gap.holding(planner.within(gap.timeline(), new Stretch(gap.first(), gap.last()))));
        return new HistoryListing(
                sought.cluster(),
                windows,
                farthest(windows, points.newest()),
                gaps,
                Contradiction.finding(contradictions(archive, records)).stream().toList(),
                points.strangers(),
                unusable.besides(gaps),
                archive.warnings());
    }

    /** Where nobody can tell what a time means, the newest history's. */
    private static Optional<Window> farthest(List<Window> windows, Optional<SeenMoment> newest) {
        return newest.flatMap(seen -> windows.stream()
                        .filter(window -> window.timeline().equals(seen.timeline())
                                && window.holds(seen.moment().revision()))
                        .findFirst())
                .or(() -> windows.stream().findFirst());
    }

    /** What the rows alone tell is found by whoever reads them. */
    private static List<Contradiction> contradictions(Archive archive, Records records) {
        List<Contradiction> all = new ArrayList<>(records.contradicted().values());
        all.addAll(new SameTimes(archive::held).of(records.had().values()));
        return all;
    }

    /** The newest first. */
    private static List<BackupId> timelines(SortedSet<PackPlace> places) {
        return places.reversed().stream().map(PackPlace::timeline).distinct().toList();
    }

    private static List<PackId> ids(SortedSet<PackPlace> places, BackupId timeline) {
        return places.stream()
                .filter(place -> place.timeline().equals(timeline))
                .map(PackPlace::pack)
                .toList();
    }
}
