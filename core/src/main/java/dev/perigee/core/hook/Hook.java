package dev.perigee.core.hook;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Somebody who is told of what happens.
 *
 * @param name in the configuration
 * @param on what of; of no meaning to a heartbeat
 * @param jobs the names of the jobs that matter; empty for all
 * @param way how
 * @param attempts how often it is tried in all, from 1 up
 * @param timeout how long each attempt may take, positive
 * @param perHour how much is told in an hour at the most, from 1 up; of no meaning to a heartbeat
 */
public record Hook(
        String name, Set<Occasion> on, List<String> jobs, Way way, int attempts, Duration timeout, int perHour) {

    /** Copies the collections. */
    public Hook {
        on = Set.copyOf(on);
        jobs = List.copyOf(jobs);
    }

    /**
     * Whether a job matters.
     *
     * @param job its name
     * @return true if it is named, or none is
     */
    public boolean heeds(String job) {
        return jobs.isEmpty() || jobs.contains(job);
    }
}
