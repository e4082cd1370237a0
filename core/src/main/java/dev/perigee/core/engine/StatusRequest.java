package dev.perigee.core.engine;

import dev.perigee.core.backup.Job;
import dev.perigee.core.copies.ListBackups;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.disk.FreeSpace;
import dev.perigee.core.fleet.FleetView;
import dev.perigee.core.fleet.LeaderSettings;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.outcome.DiskException;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.spool.Owed;
import dev.perigee.core.spool.Spool;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.EtcdException;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks at each job's sinks and at the spool: what is there, and what should be. Asks no daemon, and no etcd but the one in which
 * several daemons agree.
 */
public record StatusRequest() implements Request<Status> {

    private static final long LEAST_FREE = 16 << 10;

    @Override
    public Status in(Run run) throws OperationException {
        Environment environment = run.readingEnvironment();
        ListBackups list = new ListBackups(environment.silent()); // what is wrong stands in the listing
        Map<String, Listing> listings = new LinkedHashMap<>();
        for (ClusterSettings cluster : run.config().clusters()) {
            listings.put(cluster.name(), list.run(cluster.name(), sinks(run, cluster.name())));
        }
        Instant now = run.timing().clock().instant();
        FirstSeen seen = new FirstSeen(environment.state().path().resolve("jobs"));
        FailedRuns failures = new FailedRuns(seen.directory());
        String instance = run.config().instance();
        HistoryLook histories = new HistoryLook(environment.state(), instance, seen, environment.seals(), now);
        FleetView fleet = fleet(run);
        List<Status.JobStatus> jobs = run.config().jobs().stream()
                .map(job -> job(
                        new SinkAssessment(
                                job,
                                Objects.requireNonNull(
                                        listings.get(job.cluster().name())),
                                seen.of(job.name()),
                                failures.find(job.name()).filter(_ -> isOurs(fleet.leader(job.name()), instance)),
                                now),
                        job,
                        fleet.leader(job.name()),
                        histories.of(job, fleet.leader(job.name())),
                        now))
                .toList();
        return new Status(now, instance, jobs, waiting(environment), full(environment), listings);
    }

    /** What a run of ours failed to bring is for another daemon to bring and to tell of, once that has the job. */
    private static boolean isOurs(Optional<String> leader, String instance) {
        return leader.filter(other -> !other.equals(instance)).isEmpty();
    }

    private static List<Destination> sinks(Run run, String cluster) throws OperationException {
        return run.config().jobs().stream()
                .filter(job -> job.cluster().name().equals(cluster))
                .flatMap(job -> job.destinations().stream())
                .distinct()
                .toList();
    }

    private static Status.JobStatus job(
            SinkAssessment assessment, Job job, Optional<String> leader, Optional<HistoryStatus> history, Instant now) {
        return new Status.JobStatus(
                job.name(),
                job.cluster().name(),
                job.schedule().map(schedule -> schedule.text()),
                job.schedule().flatMap(schedule -> schedule.next(now)),
                leader,
                job.destinations().stream().map(assessment::of).toList(),
                history);
    }

    /** Who runs the jobs says nothing about the backups: without it, all the rest is told. */
    private static FleetView fleet(Run run) throws OperationException {
        Optional<LeaderSettings> leader = run.config().leader();
        try {
            FleetView view = leader.isPresent() ? FleetView.seenIn(leader.get()) : FleetView.EMPTY;
            view.namesakes().forEach(name -> run.progress().on(new ProgressEvent.Warning(FleetView.namesake(name))));
            return view;
        } catch (EtcdException e) {
            run.progress().on(new ProgressEvent.Warning("which daemon runs what isn't known: " + FailureWords.of(e)));
            return FleetView.EMPTY;
        }
    }

    /** A failed run that can't be noted would look well. What can't be found out is no finding. */
    private static Optional<String> full(Environment environment) {
        try {
            FreeSpace.requireIn(
                    environment.state().path(), LEAST_FREE, "what is remembered of runs", "free some space there");
            return Optional.empty();
        } catch (DiskException e) {
            return Optional.of(e)
                    .filter(lack -> lack.outcome() == Outcome.NO_SPACE)
                    .map(StatusRequest::words);
        }
    }

    private static String words(DiskException lack) {
        return FailureWords.of(lack) + lack.hint().map(cure -> "; " + cure).orElse("");
    }

    /** Whoever may not look into the spool learns all the rest. */
    private static Optional<Status.Waiting> waiting(Environment environment) {
        try {
            List<Spool.Waiting> bodies = environment.openSpool().waiting();
            return Optional.of(new Status.Waiting(
                    bodies.stream().map(body -> waiting(body.owed())).toList()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Status.WaitingBody waiting(Owed owed) {
        return new Status.WaitingBody(
                owed.manifest().cluster().name(),
                owed.manifest().id(),
                owed.manifest().body().length(),
                owed.sinks());
    }
}
