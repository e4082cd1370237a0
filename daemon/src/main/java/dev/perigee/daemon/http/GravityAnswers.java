package dev.perigee.daemon.http;

import dev.perigee.core.engine.Status;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.RunKind;
import dev.perigee.daemon.http.Route.Access;
import dev.perigee.daemon.watch.DaemonView;
import dev.perigee.daemon.watch.DaemonWatch;
import dev.perigee.daemon.watch.GravityEntry;
import dev.perigee.daemon.watch.JobView;
import dev.perigee.daemon.watch.LastRun;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Start and status in the shape that Gravity's users know. Where Gravity is wrong, this isn't: a failure is no 200, times are
 * real, and a backup that only lies on this machine has a name and a size, too.
 *
 * @param watch knows how it stands
 * @param starter has a job run
 */
record GravityAnswers(DaemonWatch watch, JobStarter starter) {

    List<Route> routes() {
        return List.of(
                new Route("POST", "/api/v1/backup/start", Access.OPERATOR, Set.of("wait", "job"), this::start),
                new Route("GET", "/api/v1/backup/status", Access.READER, Set.of(), question -> status()));
    }

    private Reply start(Question question) throws Refused, InterruptedException {
        boolean waits = question.requiredFlag("wait");
        JobView job = job(question.text("job"));
        CompletableFuture<RunEnded> end = starter.start(job.plan().name())
                .orElseThrow(() -> new Refused(
                        409, "a backup of job '" + job.plan().name() + "' runs already", "/api/v1/jobs shows it"));
        if (end.isCancelled()) {
            throw new Refused(503, "the daemon ends, and the backup didn't begin", "");
        }
        if (end.isCompletedExceptionally()) {
            throw elsewhere(job.plan().name(), watch.view());
        }
        return waits ? awaited(job, end) : Reply.json(200, Map.of("status", "started"));
    }

    /** A name that several daemons have sends nobody to the right one. */
    private static Refused elsewhere(String job, DaemonView view) {
        Optional<String> leader = view.leader(job);
        boolean ambiguous = leader.isPresent()
                && view.fleet().orElseThrow().view().namesakes().contains(leader.get());
        return new Refused(
                409,
                "job '" + job + "' is run by another daemon: " + leader.orElse("none yet"),
                ambiguous
                        ? "several daemons are called that: give each an 'instance' of its own; the one that has the job names"
                                + " it in 'mine' of its /api/v1/jobs"
                        : "ask that one; /api/v1/jobs says which");
    }

    private JobView job(Optional<String> name) throws Refused {
        List<JobView> all = watch.view().jobs();
        if (name.isEmpty() && all.size() > 1) {
            throw new Refused(400, "there are several jobs", "name one with job=");
        }
        return all.stream()
                .filter(job -> name.isEmpty() || job.plan().name().equals(name.get()))
                .findFirst()
                .orElseThrow(() ->
                        new Refused(404, "no job is called '" + name.orElse("") + "'", "/api/v1/jobs shows them"));
    }

    private Reply awaited(JobView job, CompletableFuture<RunEnded> end) throws Refused, InterruptedException {
        try {
            RunEnded run = end.get(ServerLimits.LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS);
            LastRun last = LastRun.of(run);
            return Reply.json(last.stored() ? 200 : HttpFailure.status(run.outcome()), entry(job, last));
        } catch (TimeoutException e) {
            throw new Refused(504, "the backup still runs", "/api/v1/backup/status tells of its end");
        } catch (CancellationException | ExecutionException e) {
            throw new Refused(503, "the daemon ends, and the backup didn't begin", "");
        }
    }

    private Reply status() {
        DaemonView view = watch.view();
        return Reply.json(
                200,
                Map.of(
                        "status",
                        view.jobs().stream()
                                .flatMap(job -> entry(job, view).stream())
                                .toList()));
    }

    private Optional<Map<String, @Nullable Object>> entry(JobView job, DaemonView view) {
        boolean runs = job.running().filter(run -> run.kind() == RunKind.BACKUP).isPresent();
        if (runs) {
            Instant began = job.running().orElseThrow().at();
            return Optional.of(GravityEntry.started(node(), job.plan().name(), began));
        }
        return job.lastBackup().map(run -> entry(job, run)).or(() -> before(job, view));
    }

    /** What an earlier daemon brought there. */
    private Optional<Map<String, @Nullable Object>> before(JobView job, DaemonView view) {
        return view.status().stream()
                .flatMap(status -> status.jobs().stream())
                .filter(each -> each.name().equals(job.plan().name()))
                .flatMap(each -> each.sinks().stream())
                .flatMap(sink -> sink.newest().stream())
                .max((one, other) -> one.id().compareTo(other.id()))
                .map(newest -> GravityEntry.stored(
                        node(),
                        job.plan().name(),
                        newest.id().time(),
                        newest.id().toString(),
                        newest.length().orElse(0)));
    }

    private Map<String, @Nullable Object> entry(JobView job, LastRun run) {
        return GravityEntry.ended(node(), job.plan().name(), run);
    }

    private String node() {
        return watch.view().status().map(Status::instance).orElse("");
    }
}
