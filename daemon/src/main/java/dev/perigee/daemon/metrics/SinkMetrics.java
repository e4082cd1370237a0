package dev.perigee.daemon.metrics;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.engine.Status;
import dev.perigee.core.engine.Status.Health;
import dev.perigee.core.engine.Status.JobStatus;
import dev.perigee.core.engine.Status.Newest;
import dev.perigee.core.engine.Status.SinkStatus;
import dev.perigee.daemon.watch.JobView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What lies in the sinks, and how the histories stand, as metrics: the same with the daemon and without. Pure.
 *
 * @param jobs what the daemon did for its jobs; none without a daemon
 */
public record SinkMetrics(List<JobView> jobs) {

    private static final String SUCCESS = "perigee_sink_last_success_timestamp_seconds";
    private static final String PROVEN = "perigee_sink_last_proven_timestamp_seconds";
    private static final String READ_BACK = "perigee_sink_last_read_back_timestamp_seconds";
    private static final String SIZE = "perigee_sink_last_backup_size_bytes";
    private static final String REVISION = "perigee_sink_last_backup_revision";
    private static final String KEPT = "perigee_sink_backups_kept";
    private static final String KEPT_BYTES = "perigee_sink_kept_bytes";
    private static final String MISSING = "perigee_sink_backup_missing";
    private static final String BEHIND = "perigee_sink_behind";
    private static final String AMISS = "perigee_sink_amiss";
    private static final String SUSPECT = "perigee_sink_suspect";
    private static final String UP = "perigee_sink_up";
    private static final String FULL = "perigee_state_full";

    /** Copies the list. */
    public SinkMetrics {
        jobs = List.copyOf(jobs);
    }

    /**
     * The metrics.
     *
     * @param status what lies in the sinks; empty if that isn't known yet
     * @param version our own
     * @return each family once
     */
    public List<MetricFamily> of(Optional<Status> status, String version) {
        MetricTable table = new MetricTable();
        table.gauge("perigee_build_info", "Which Perigee this is.");
        table.gauge("perigee_status_timestamp_seconds", "When the sinks were looked at.");
        table.gauge(SUCCESS, "When the newest whole backup in the sink was taken.");
        table.gauge(PROVEN, "When the newest whole backup in the sink was proven.");
        table.gauge(READ_BACK, "When a backup was last fetched from the sink and proven.");
        table.gauge(SIZE, "The size of the newest whole backup in the sink.");
        table.gauge(REVISION, "The revision of the newest whole backup in the sink.");
        table.gauge(KEPT, "How many whole backups of the cluster are in the sink.");
        table.gauge(KEPT_BYTES, "How much room they take.");
        table.gauge(MISSING, "Whether a backup that was due isn't in the sink.");
        table.gauge(BEHIND, "Whether the last run didn't bring its backup there, and none is missing yet.");
        table.gauge(AMISS, "Whether the last run brought its backup there and left something amiss.");
        table.gauge(SUSPECT, "Whether its ledger doesn't agree with what lies there, or some of that is damaged.");
        table.gauge(UP, "Whether the sink could be listed.");
        table.gauge(FULL, "Whether the state directory is full, so that runs can't be remembered.");
        table.gauge("perigee_spool_backups", "How many backups wait for a sink.");
        table.gauge("perigee_spool_bytes", "How much room they take.");
        table.add("perigee_build_info", 1, "version", version);
        status.ifPresent(seen -> add(table, seen));
        List<MetricFamily> all = new ArrayList<>(table.families());
        all.addAll(HistoryMetrics.of(status.map(Status::jobs).orElse(List.of())));
        return List.copyOf(all);
    }

    private void add(MetricTable table, Status status) {
        table.add("perigee_status_timestamp_seconds", MetricTable.seconds(status.at()));
        status.jobs().forEach(job -> job.sinks().forEach(sink -> add(table, job, sink)));
        table.add(FULL, status.full().isPresent() ? 1 : 0);
        status.spool().ifPresent(spool -> {
            table.add("perigee_spool_backups", spool.bodies().size());
            table.add("perigee_spool_bytes", spool.bytes());
        });
    }

    private void add(MetricTable table, JobStatus job, SinkStatus sink) {
        String[] labels = {"job", job.name(), "cluster", job.cluster(), "sink", sink.sink()};
        newest(job.name(), sink).ifPresent(id -> {
            table.add(SUCCESS, MetricTable.seconds(id.time()), labels);
            table.add(REVISION, id.revision(), labels);
        });
        sink.newest().flatMap(Newest::proven).ifPresent(time -> table.add(PROVEN, MetricTable.seconds(time), labels));
        sink.readBack().ifPresent(time -> table.add(READ_BACK, MetricTable.seconds(time), labels));
        sink.newest().ifPresent(newest -> newest.length().ifPresent(length -> table.add(SIZE, length, labels)));
        if (sink.isSeen() || sink.health().isUnlisted()) {
            table.add(UP, sink.isSeen() ? 1 : 0, labels);
        }
        if (sink.isSeen()) {
            table.add(KEPT, sink.kept(), labels);
            table.add(KEPT_BYTES, sink.bytes(), labels);
            table.add(SUSPECT, sink.health() == Health.SUSPECT ? 1 : 0, labels);
        }
        if (!sink.health().isUnlisted()) {
            table.add(AMISS, sink.health() == Health.AMISS ? 1 : 0, labels);
        }
        if (sink.isSeen() || sink.health().lacks()) {
            table.add(MISSING, sink.health().lacks() ? 1 : 0, labels);
            table.add(BEHIND, sink.health() == Health.BEHIND ? 1 : 0, labels);
        }
    }

    /** Where nobody can look, what the daemon itself brought there. */
    private Optional<BackupId> newest(String job, SinkStatus sink) {
        return sink.newest()
                .map(Newest::id)
                .or(() -> jobs.stream()
                        .filter(view -> view.plan().name().equals(job))
                        .flatMap(view -> Optional.ofNullable(view.sinks().get(sink.sink())).stream())
                        .flatMap(view -> view.newest().stream())
                        .findFirst());
    }
}
