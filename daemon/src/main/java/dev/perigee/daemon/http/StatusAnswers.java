package dev.perigee.daemon.http;

import dev.perigee.core.engine.Status;
import dev.perigee.core.engine.Status.JobStatus;
import dev.perigee.core.engine.Status.WaitingBody;
import dev.perigee.core.fleet.FleetRun;
import dev.perigee.core.fleet.FleetState;
import dev.perigee.core.fleet.FleetView;
import dev.perigee.core.report.HistoryDocument;
import dev.perigee.core.report.StatusDocument;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.http.Route.Access;
import dev.perigee.daemon.metrics.DaemonMetrics;
import dev.perigee.daemon.metrics.MetricFamily;
import dev.perigee.daemon.watch.DaemonView;
import dev.perigee.daemon.watch.DaemonWatch;
import dev.perigee.daemon.watch.JobView;
import dev.perigee.daemon.watch.LastRun;
import dev.perigee.daemon.watch.Veil;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How it stands: from what is known already, so that it costs nothing and comes at once.
 *
 * @param watch knows
 * @param gravity whether the metrics also have Gravity's names
 * @param clock what time it is
 */
record StatusAnswers(DaemonWatch watch, boolean gravity, InstantSource clock) {

    List<Route> routes() {
        return List.of(
                new Route("GET", "/metrics", Access.READER, Set.of(), question -> metrics()),
                new Route("GET", "/api/v1/jobs", Access.READER, Set.of(), question -> jobs()),
                new Route("GET", "/api/v1/spool", Access.READER, Set.of(), question -> spool()));
    }

    private Reply metrics() {
        String text = MetricFamily.text(DaemonMetrics.of(watch.view(), gravity));
        return new Reply(200, "text/plain; version=0.0.4; charset=utf-8", text, Map.of());
    }

    private Reply jobs() {
        DaemonView view = watch.view();
        Instant now = clock.instant();
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("version", view.version());
        value.put("outcome", view.outcome().map(StatusAnswers::word).orElse("unknown"));
        value.put("now", now.toString());
        value.put("seen", text(view.status().map(Status::at)));
        value.put("blind", Veil.over(view.blind().orElse("")));
        value.put("full", Veil.over(view.status().flatMap(Status::full).orElse("")));
        List<Map<String, @Nullable Object>> jobs = new ArrayList<>();
        view.status().ifPresent(status -> status.jobs().forEach(job -> jobs.add(job(job, status, view, now))));
        view.jobs().stream().filter(view::isUnseen).forEach(job -> jobs.add(unseen(job, view)));
        value.put("jobs", jobs);
        value.put("fleet", view.fleet().map(StatusAnswers::fleet).orElse(null));
        return Reply.json(200, value);
    }

    private static Map<String, @Nullable Object> job(JobStatus job, Status status, DaemonView view, Instant now) {
        Map<String, @Nullable Object> value =
                job(job.name(), job.cluster(), job.schedule().orElse("none"), view.job(job.name()), view);
        value.put("leader", view.leader(job.name()).orElse(null));
        var rows = StatusDocument.of(status, now);
        value.put(
                "sinks",
                rows.rows().stream()
                        .filter(row -> row.job().equals(job))
                        .map(row -> sink(rows.view().object(row)))
                        .toList());
        value.put(
                "history",
                job.history()
                        .map(history -> veiled(HistoryDocument.of(history, now)))
                        .orElse(null));
        return value;
    }

    private static Map<String, @Nullable Object> unseen(JobView job, DaemonView view) {
        Map<String, @Nullable Object> value =
                job(job.plan().name(), job.plan().cluster(), job.plan().schedule(), Optional.of(job), view);
        value.put("leader", view.leader(job.plan().name()).orElse(null));
        value.put("sinks", List.of());
        value.put("history", null);
        return value;
    }

    private static Map<String, @Nullable Object> job(
            String name, String cluster, String schedule, Optional<JobView> live, DaemonView view) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("job", name);
        value.put("cluster", cluster);
        value.put("schedule", schedule);
        value.put("due", text(live.flatMap(JobView::due)));
        value.put("retry", text(live.flatMap(JobView::retry)));
        value.put(
                "running",
                live.flatMap(JobView::running).map(StatusAnswers::running).orElse(null));
        value.put(
                "lastRun",
                live.flatMap(JobView::lastBackup).map(StatusAnswers::run).orElse(null));
        value.put("fleetRun", view.lastInFleet(name).map(StatusAnswers::run).orElse(null));
        return value;
    }

    private static Map<String, @Nullable Object> fleet(FleetState fleet) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put(
                "daemons",
                fleet.view().members().stream()
                        .map(FleetView.Member::instance)
                        .sorted()
                        .toList());
        value.put("mine", List.copyOf(fleet.mine().keySet()));
        value.put("error", Veil.over(fleet.failure().orElse("")));
        return value;
    }

    private static @Nullable Map<String, @Nullable Object> running(RunStarted run) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("kind", word(run.kind()));
        value.put("began", run.at().toString());
        return value;
    }

    private static @Nullable Map<String, @Nullable Object> run(FleetRun run) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("at", run.at().toString());
        value.put("by", run.by());
        value.put("backup", run.backup().map(made -> made.id().toString()).orElse(null));
        return value;
    }

    private static @Nullable Map<String, @Nullable Object> run(LastRun run) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("began", run.began().toString());
        value.put("ended", run.ended().toString());
        value.put("seconds", run.took().toMillis() / 1e3);
        value.put("outcome", word(run.outcome()));
        value.put("backup", run.backup().orElse(null));
        value.put("error", Veil.over(run.error()));
        return value;
    }

    private Reply spool() {
        Optional<Status.Waiting> waiting = watch.view().status().flatMap(Status::spool);
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("known", waiting.isPresent());
        value.put("backups", waiting.map(spool -> spool.bodies().size()).orElse(0));
        value.put("bytes", waiting.map(Status.Waiting::bytes).orElse(0L));
        value.put(
                "waiting",
                waiting.map(Status.Waiting::bodies).orElse(List.of()).stream()
                        .map(StatusAnswers::body)
                        .toList());
        return Reply.json(200, value);
    }

    private static Map<String, @Nullable Object> body(WaitingBody body) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("cluster", body.cluster());
        value.put("id", body.id().toString());
        value.put("length", body.length());
        value.put("sinks", body.sinks());
        return value;
    }

    /** The job's history stands with the job. */
    private static Object sink(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> sink = new LinkedHashMap<>(row);
        sink.remove("history");
        return veiled(sink);
    }

    private static Object veiled(Object value) {
        return switch (value) {
            case String text -> Veil.over(text);
            case List<?> list -> list.stream().map(StatusAnswers::veiled).toList();
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> veiled = new LinkedHashMap<>(map);
                veiled.replaceAll((_, member) -> member == null ? null : veiled(member));
                yield veiled;
            }
            default -> value;
        };
    }

    private static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
