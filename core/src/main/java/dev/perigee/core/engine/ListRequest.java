package dev.perigee.core.engine;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.ListBackups;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lists the stored backups.
 *
 * @param scope whose, of all clusters if none is named; and where
 * @param maxAge how old the newest whole backup may be in each sink that is due to hold one; empty for any age
 * @param holds whether to ask until when each copy is held: a request for each
 */
public record ListRequest(Scope scope, Optional<Duration> maxAge, boolean holds) implements Request<ListResult> {

    /**
     * A list that asks for no holds.
     *
     * @param scope whose, of all clusters if none is named; and where
     * @param maxAge how old the newest whole backup may be; empty for any age
     */
    public ListRequest(Scope scope, Optional<Duration> maxAge) {
        this(scope, maxAge, false);
    }

    @Override
    public ListResult in(Run run) throws OperationException {
        List<Destination> sinks = run.sinks(scope);
        ListBackups list = new ListBackups(run.readingEnvironment(scope), holds);
        Map<String, Listing> listings = new LinkedHashMap<>();
        for (ClusterSettings cluster : clusters(run)) {
            listings.put(cluster.name(), list.run(cluster.name(), sinks));
        }
        Instant now = run.timing().clock().instant();
        return new ListResult(
                listings, sinks.stream().map(Destination::name).toList(), now, overdue(run, listings, now), holds);
    }

    private List<ClusterSettings> clusters(Run run) throws OperationException {
        return scope.cluster().isEmpty() ? run.config().clusters() : List.of(run.cluster(scope.cluster()));
    }

    private List<String> overdue(Run run, Map<String, Listing> listings, Instant now) throws OperationException {
        List<String> overdue = new ArrayList<>();
        for (Map.Entry<String, Listing> each :
                maxAge.isEmpty() ? Set.<Map.Entry<String, Listing>>of() : listings.entrySet()) {
            Set<String> silent =
                    each.getValue().warnings().stream().map(SinkFailure::sink).collect(Collectors.toSet());
            for (Destination sink : due(run, each.getKey())) {
                if (!silent.contains(sink.name())) {
                    overdue(Optional.ofNullable(each.getValue().newestFresh().get(sink.name())), maxAge.get(), now)
                            .ifPresent(text -> overdue.add(text + " of cluster '" + each.getKey() + "' in sink '"
                                    + sink.name() + "'" + stranger(each.getValue(), sink.name())));
                }
            }
        }
        return overdue;
    }

    private static String stranger(Listing listing, String sink) {
        return listing.newestWhole(sink)
                .filter(newest -> !newest.equals(listing.newestFresh().get(sink)))
                .map(newest -> "; " + newest + " is newer, but was neither made nor proven by this installation:"
                        + " 'perigee snapshot verify " + newest + " --sink " + sink + "' proves it")
                .orElse("");
    }

    /** Which sinks have to hold a cluster's backups: the one that was named; else those of its jobs; else all. */
    private List<Destination> due(Run run, String cluster) throws OperationException {
        List<Destination> ofJobs = run.config().jobs().stream()
                .filter(job -> job.cluster().name().equals(cluster))
                .flatMap(job -> job.destinations().stream())
                .filter(destination -> destination.access() == Destination.Access.FULL)
                .distinct()
                .toList();
        return scope.sink().isPresent() || ofJobs.isEmpty() ? run.sinks(scope) : ofJobs;
    }

    private static Optional<String> overdue(Optional<BackupId> newest, Duration most, Instant now) {
        if (newest.isEmpty()) {
            return Optional.of("there is no whole backup");
        }
        Duration age = Duration.between(newest.get().time(), now);
        return age.compareTo(most) <= 0
                ? Optional.empty()
                : Optional.of("there is no whole backup younger than " + Words.span(most) + " (the newest, "
                        + newest.get() + ", is " + Words.span(age) + " old)");
    }
}
