package dev.perigee.core.engine;

import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.Superseded;
import dev.perigee.core.catalog.Timelines;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.copies.Listing.Held;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.drill.DrillMemory;
import dev.perigee.core.engine.ReportResult.HistoryThere;
import dev.perigee.core.engine.ReportResult.Missed;
import dev.perigee.core.engine.ReportResult.Place;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.ListHistory;
import dev.perigee.core.history.standing.HistoryHealth;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.restore.RestoreMemory;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says of each cluster and sink what is kept there, and what is known of it. Changes nothing; fetches no body.
 *
 * @param scope whose, of all clusters if none is named; and where
 */
public record ReportRequest(Scope scope) implements Request<ReportResult> {

    /** Missed times are counted up to here. */
    private static final int MOST_MISSED = 1_000;

    /** Whoever writes to a sink can put any number there. */
    private static final int MOST_CONTRADICTIONS = 50;

    @Override
    public ReportResult in(Run run) throws OperationException {
        ListResult listed = new ListRequest(scope, Optional.empty()).in(run);
        Environment environment = run.readingEnvironment(scope);
        List<Place> places = new ArrayList<>();
        List<Job> jobs = run.config().jobs();
        List<Destination> sinks = run.sinks(scope).stream()
                .filter(sink -> sink.access() == Destination.Access.FULL)
                .toList();
        for (Map.Entry<String, Listing> each : listed.listings().entrySet()) {
            places.addAll(places(jobs, each.getKey(), sinks, each.getValue(), listed.now(), environment));
        }
        return new ReportResult(environment.version(), environment.instance(), listed.now(), places, listed);
    }

    private static List<Place> places(
            List<Job> jobs,
            String cluster,
            List<Destination> sinks,
            Listing listing,
            Instant now,
            Environment environment)
            throws OperationException {
        Map<String, HistoryListing> histories = new ListHistory(environment)
                .bySink(
                        new Sought(cluster, sinks, false),
                        sink -> job(jobs, cluster, sink).flatMap(Job::history).map(HistorySettings::keep));
        List<Place> places = new ArrayList<>();
        for (Destination sink : sinks) {
            HistoryListing history = Objects.requireNonNull(histories.get(sink.name())); // there is one for each
            places.add(place(job(jobs, cluster, sink.name()), cluster, sink, listing, history, now, environment));
        }
        return places;
    }

    /** The first that brings backups there. */
    private static Optional<Job> job(List<Job> jobs, String cluster, String sink) {
        return jobs.stream()
                .filter(each -> each.cluster().name().equals(cluster)
                        && each.destinations().stream().anyMatch(to -> to.name().equals(sink)))
                .findFirst();
    }

    private static Place place(
            Optional<Job> job,
            String cluster,
            Destination destination,
            Listing listing,
            HistoryListing history,
            Instant now,
            Environment environment) {
        String sink = destination.name();
        Timelines timelines = listing.timelines();
        List<StoredCopy> copies = listing.rows().stream()
                .flatMap(row -> row.copies().stream())
                .filter(held -> held.sink().equals(sink))
                .map(Held::copy)
                .toList();
        List<StoredCopy> whole = copies.stream().filter(StoredCopy::isWhole).toList();
        Optional<StoredCopy> newest =
                whole.stream().filter(copy -> timelines.isCurrent(copy.id())).max(Comparator.comparing(StoredCopy::id));
        Optional<Instant> oldest =
                whole.stream().map(StoredCopy::id).map(BackupId::time).min(Comparator.naturalOrder());
        Superseded superseded = Superseded.among(whole);
        Optional<Manifest> manifest = newest.flatMap(StoredCopy::manifest);
        return new Place(
                cluster,
                sink,
                listing.warnings().stream().noneMatch(warning -> warning.sink().equals(sink)),
                whole.size(),
                copies.size() - whole.size(),
                (int) whole.stream()
                        .filter(copy -> superseded.by(copy.id()).isPresent())
                        .count(),
                oldest,
                newest.map(StoredCopy::id),
                manifest.flatMap(Manifest::timeline),
                manifest.map(read -> read.body().encoding()),
                manifest.map(read -> read.body().recipients()).orElse(List.of()),
                newest.flatMap(copy -> signedBy(environment, cluster, destination, copy.id())),
                manifest.flatMap(Manifest::comparison),
                whole.stream().flatMap(copy -> copy.readBack().stream()).max(Comparator.naturalOrder()),
                missed(job, newest.map(copy -> copy.id().time()), now),
                job.flatMap(Job::schedule)
                        .flatMap(schedule -> Gaps.of(schedule, taken(environment, cluster, whole), now)),
                new DrillMemory(environment.state().drills()).find(cluster),
                new RestoreMemory(environment.state().restores()).find(cluster),
                history(history, sink, environment, job, now),
                contradictions(listing, sink));
    }

    /** Backups of which nobody here can tell which copy is right. */
    private static List<String> contradictions(Listing listing, String sink) {
        return listing.rows().stream()
                .filter(row ->
                        row.copies().stream().anyMatch(held -> held.sink().equals(sink)))
                .flatMap(row -> row.conflict().stream())
                .limit(MOST_CONTRADICTIONS)
                .toList();
    }

    /** Only of that sink: what another one holds is of no use where this is all there is. */
    private static Optional<HistoryThere> history(
            HistoryListing listing, String sink, Environment environment, Optional<Job> job, Instant now) {
        if (listing.windows().isEmpty() && job.flatMap(Job::history).isEmpty()) {
            return Optional.empty();
        }
        FirstSeen seen = new FirstSeen(environment.state().path().resolve("jobs"));
        Optional<HistoryStatus> status = job.flatMap(
                each -> new HistoryLook(environment.state(), environment.instance(), seen, environment.seals(), now)
                        .of(each, Optional.empty()));
        return Optional.of(new HistoryThere(
                listing.windows(),
                listing.gaps().size(),
                listing.contradictions().stream().findFirst().map(SinkFailure::text),
                status.filter(each -> each.health() == HistoryHealth.WELL)
                        .flatMap(HistoryStatus::standing)
                        .flatMap(standing ->
                                Optional.ofNullable(standing.stored().get(sink)))
                        .flatMap(HistoryStanding.Stored::until)));
    }

    /** When a backup was made, as far as is remembered here, or lies there. */
    private static List<Instant> taken(Environment environment, String cluster, List<StoredCopy> whole) {
        Stream<BackupId> remembered = environment.state().known().history(cluster).stream();
        return Stream.concat(remembered, whole.stream().map(StoredCopy::id))
                .map(BackupId::time)
                .toList();
    }

    /** A sink that doesn't answer any more is told of by the next one that asks. */
    private static Optional<String> signedBy(Environment environment, String cluster, Destination sink, BackupId id) {
        Sinks sinks = new Sinks(environment);
        return sinks.ask(sink, opened -> sinks.catalog(sink, opened, cluster).signedBy(id))
                .value()
                .flatMap(signer -> signer);
    }

    /** Due times since the newest backup that have passed. */
    private static Optional<Missed> missed(Optional<Job> job, Optional<Instant> newest, Instant now) {
        return job.flatMap(Job::schedule)
                .flatMap(schedule -> newest.map(since -> {
                    int count = 0;
                    Optional<Instant> due = schedule.next(since);
                    while (due.isPresent() && !due.get().isAfter(now) && count < MOST_MISSED) {
                        count++;
                        due = schedule.next(due.get());
                    }
                    return new Missed(schedule.text(), count);
                }));
    }

    /**
     * What would be lost now.
     *
     * @param newest the newest whole backup
     * @param now the time
     * @return not negative
     */
    static Duration age(BackupId newest, Instant now) {
        Duration age = Duration.between(newest.time(), now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
