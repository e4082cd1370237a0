package dev.perigee.daemon.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as the daemon sets out with it.
 *
 * @param name its name in the configuration
 * @param cluster the cluster's name
 * @param schedule as it is written; {@code none} for on demand only
 * @param sinks the sinks' names, in the job's order
 * @param due when it is due next; in the past if it is overdue; empty if never again
 */
public record PlannedJob(String name, String cluster, String schedule, List<String> sinks, Optional<Instant> due) {

    /** Copies the list. */
    public PlannedJob {
        sinks = List.copyOf(sinks);
    }
}
