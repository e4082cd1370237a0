package dev.perigee.daemon.metrics;

import dev.perigee.core.engine.Status;
import dev.perigee.core.fleet.FleetState;
import dev.perigee.core.fleet.FleetView;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.daemon.watch.DaemonView;
import dev.perigee.daemon.watch.JobView;
import dev.perigee.daemon.watch.LastRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the daemon did, as metrics. Pure. */
public final class DaemonMetrics {

    private static final List<Outcome> COMMON =
            List.of(Outcome.CONNECTION, Outcome.DENIED, Outcome.NO_SPACE, Outcome.DAMAGED, Outcome.FAILED);

    private DaemonMetrics() {}

    /**
     * All there is to scrape.
     *
     * @param view what is known
     * @param gravity whether also under Gravity's names
     * @return each family once
     */
    public static List<MetricFamily> of(DaemonView view, boolean gravity) {
        List<MetricFamily> all = new ArrayList<>(ofRuns(view));
        view.fleet().ifPresent(fleet -> all.addAll(ofFleet(view, fleet)));
        all.addAll(new SinkMetrics(view.jobs()).of(view.status(), view.version()));
        if (gravity) {
            all.addAll(ofGravity(view));
        }
        return all;
    }

    private static List<MetricFamily> ofRuns(DaemonView view) {
        MetricTable table = new MetricTable();
        table.gauge("perigee_daemon_start_time_seconds", "When the daemon was started.");
        table.gauge("perigee_daemon_sinks_seen", "Whether the last look at the sinks came to an end.");
        table.gauge("perigee_job_running", "Whether a run of the job is under way.");
        table.gauge("perigee_job_due_timestamp_seconds", "When the job is due next.");
        table.gauge("perigee_job_schedule_lag_seconds", "How late the last scheduled run began.");
        table.counter("perigee_job_runs_total", "Runs that were to make a backup, by what they came to.");
        table.gauge("perigee_job_last_run_timestamp_seconds", "When the last run of the job ended.");
        table.gauge("perigee_job_last_run_duration_seconds", "How long the last run of the job took.");
        table.counter("perigee_sink_attempts_total", "How often a run wanted to store something in the sink.");
        table.counter("perigee_sink_failures_total", "How often that failed, by kind.");
        view.started().ifPresent(start -> table.add("perigee_daemon_start_time_seconds", MetricTable.seconds(start)));
        table.add(
                "perigee_daemon_sinks_seen",
                view.status().isPresent() && view.blind().isEmpty() ? 1 : 0);
        view.jobs().forEach(job -> add(table, job));
        return table.families();
    }

    private static void add(MetricTable table, JobView job) {
        String name = job.plan().name();
        String cluster = job.plan().cluster();
        table.add("perigee_job_running", job.running().isPresent() ? 1 : 0, "job", name, "cluster", cluster);
        job.due()
                .ifPresent(due -> table.add(
                        "perigee_job_due_timestamp_seconds",
                        MetricTable.seconds(due),
                        "job",
                        name,
                        "cluster",
                        cluster));
        job.lag()
                .ifPresent(lag -> table.add(
                        "perigee_job_schedule_lag_seconds", lag.toMillis() / 1e3, "job", name, "cluster", cluster));
        runs(job)
                .forEach((outcome, count) -> table.add(
                        "perigee_job_runs_total", count, "job", name, "cluster", cluster, "outcome", outcome));
        job.lastBackup().ifPresent(run -> add(table, run, name, cluster));
        job.plan().sinks().forEach(sink -> add(table, job, sink));
    }

    private static void add(MetricTable table, LastRun run, String name, String cluster) {
        table.add(
                "perigee_job_last_run_timestamp_seconds",
                MetricTable.seconds(run.ended()),
                "job",
                name,
                "cluster",
                cluster);
        table.add(
                "perigee_job_last_run_duration_seconds", run.took().toMillis() / 1e3, "job", name, "cluster", cluster);
    }

    private static void add(MetricTable table, JobView job, String sink) {
        JobView.SinkView view = job.sinks().getOrDefault(sink, new JobView.SinkView(0, Map.of(), Optional.empty()));
        String name = job.plan().name();
        String cluster = job.plan().cluster();
        table.add("perigee_sink_attempts_total", view.attempts(), "job", name, "cluster", cluster, "sink", sink);
        failures(view)
                .forEach((kind, count) -> table.add(
                        "perigee_sink_failures_total",
                        count,
                        "job",
                        name,
                        "cluster",
                        cluster,
                        "sink",
                        sink,
                        "kind",
                        kind));
    }

    /** The common ones from the start on: the first failure must be an increase. */
    private static Map<String, Long> failures(JobView.SinkView view) {
        Map<String, Long> failures = new TreeMap<>();
        COMMON.forEach(kind -> failures.put(kind.name().toLowerCase(Locale.ROOT), 0L));
        view.failures().forEach((kind, count) -> failures.put(kind.name().toLowerCase(Locale.ROOT), count));
        return failures;
    }

    /** Only where several daemons share the jobs. */
    private static List<MetricFamily> ofFleet(DaemonView view, FleetState fleet) {
        MetricTable table = new MetricTable();
        table.gauge("perigee_job_leader", "Whether this daemon runs the job, of those that share it.");
        table.gauge("perigee_job_fence", "The number of the claim under which the job is run, by whichever daemon.");
        table.gauge("perigee_fleet_daemons", "How many daemons share the jobs, as last seen.");
        table.gauge("perigee_fleet_up", "Whether the etcd in which the daemons agree answered the last time.");
        view.jobs().forEach(job -> {
            String name = job.plan().name();
            String cluster = job.plan().cluster();
            table.add("perigee_job_leader", view.leads(name) ? 1 : 0, "job", name, "cluster", cluster);
            FleetView.Claim claim = fleet.view().claims().get(name);
            if (claim != null) {
                table.add("perigee_job_fence", claim.fence(), "job", name, "cluster", cluster);
            }
        });
        table.add("perigee_fleet_daemons", fleet.view().members().size());
        table.add("perigee_fleet_up", fleet.failure().isEmpty() ? 1 : 0);
        return table.families();
    }

    /** As Gravity's exporter has them, of each run that has ended. */
    private static List<MetricFamily> ofGravity(DaemonView view) {
        MetricTable table = new MetricTable();
        table.gauge("gravity_backup_status", "Whether the last backup came to this status.");
        table.gauge("gravity_backup_size", "The last backup's size in bytes.");
        table.gauge("gravity_backup_duration", "How many seconds the last backup took.");
        String instance = view.status().map(Status::instance).orElse("");
        view.jobs().stream().flatMap(job -> job.lastBackup().stream()).limit(1).forEach(run -> {
            boolean stored = run.stored();
            table.add("gravity_backup_status", stored ? 1 : 0, "instance", instance, "status", "success");
            table.add("gravity_backup_status", stored ? 0 : 1, "instance", instance, "status", "failed");
            run.backup().ifPresent(backup -> table.add("gravity_backup_size", run.size(), "instance", instance));
            table.add("gravity_backup_duration", run.took().toSeconds(), "instance", instance);
        });
        return table.families();
    }

    /** Three of them, whatever failed, and from the start on: what an alert asks for must be there. */
    private static Map<String, Long> runs(JobView job) {
        Map<String, Long> runs = new TreeMap<>(Map.of("ok", 0L, "partial", 0L, "failed", 0L));
        if (job.givenUp() > 0) {
            runs.put("given_up", job.givenUp());
        }
        job.runs().forEach((outcome, count) -> runs.merge(word(outcome), count.longValue(), Long::sum));
        return runs;
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case OK, PARTIAL -> outcome.name().toLowerCase(Locale.ROOT);
            default -> "failed";
        };
    }
}
