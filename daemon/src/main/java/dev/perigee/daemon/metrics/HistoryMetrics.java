package dev.perigee.daemon.metrics;

import dev.perigee.core.engine.Status.JobStatus;
import dev.perigee.core.history.standing.HistoryHealth;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.history.standing.HistoryStanding.State;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.history.standing.TimelineEnd;
import java.util.List;

/** How the histories stand that are recorded on this machine, as metrics: the same with the daemon and without. Pure. */
final class HistoryMetrics {

    private static final String LATE = "perigee_history_late";
    private static final String RECORDING = "perigee_history_recording";
    private static final String REVISION = "perigee_history_recorded_revision";
    private static final String RECORDED = "perigee_history_recorded_timestamp_seconds";
    private static final String STORED = "perigee_history_stored_timestamp_seconds";
    private static final String SPOOL = "perigee_history_spool_bytes";
    private static final String GAPS = "perigee_history_gaps_total";
    private static final String TIMELINES = "perigee_history_timelines_total";
    private static final String FORCED = "perigee_history_forced_bases";

    private HistoryMetrics() {}

    static List<MetricFamily> of(List<JobStatus> jobs) {
        MetricTable table = new MetricTable();
        table.gauge(LATE, "Whether the history is late: not recorded, or not in a sink, for longer than it may take.");
        table.gauge(RECORDING, "Whether what is written is recorded now.");
        table.gauge(REVISION, "The newest revision that is recorded.");
        table.gauge(RECORDED, "Up to when all that was written is recorded.");
        table.gauge(STORED, "Up to when all that was written lies in the sink.");
        table.gauge(SPOOL, "How much of the history waits for a sink.");
        table.counter(GAPS, "How often rows were lost to the history.");
        table.counter(TIMELINES, "Timelines that ended, by why.");
        table.gauge(FORCED, "How many timelines in a row ended before a pack of theirs was closed.");
        jobs.forEach(job -> job.history()
                .filter(history -> history.health() != HistoryHealth.ELSEWHERE)
                .ifPresent(history -> add(table, job, history)));
        return table.families();
    }

    private static void add(MetricTable table, JobStatus job, HistoryStatus history) {
        String[] labels = {"job", job.name(), "cluster", job.cluster()};
        table.add(LATE, history.health().lacks() ? 1 : 0, labels);
        boolean recording = history.standing()
                .filter(standing -> standing.state() == State.RECORDING)
                .isPresent();
        table.add(RECORDING, recording ? 1 : 0, labels);
        history.standing().ifPresent(standing -> add(table, job, standing, labels));
    }

    private static void add(MetricTable table, JobStatus job, HistoryStanding standing, String... labels) {
        standing.recorded().ifPresent(time -> {
            table.add(REVISION, standing.revision(), labels);
            table.add(RECORDED, MetricTable.seconds(time), labels);
        });
        standing.stored()
                .forEach((sink, stored) -> stored.until()
                        .ifPresent(until -> table.add(
                                STORED,
                                MetricTable.seconds(until),
                                "job",
                                job.name(),
                                "cluster",
                                job.cluster(),
                                "sink",
                                sink)));
        table.add(SPOOL, standing.waiting(), labels);
        table.add(GAPS, standing.gaps(), labels);
        for (TimelineEnd end : TimelineEnd.values()) { // from the start on: the first must be an increase
            if (end != TimelineEnd.SPOOL_FULL) {
                long count = standing.timelines().getOrDefault(end, 0L);
                table.add(TIMELINES, count, "job", job.name(), "cluster", job.cluster(), "reason", end.word());
            }
        }
        table.add(FORCED, standing.forcedBases(), labels);
    }
}
