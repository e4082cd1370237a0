package dev.perigee.core.putback;

import java.util.Map;
import java.util.Optional;

/**
 * What was done.
 *
 * @param counts with how many keys
 * @param leases how many leases were granted
 * @param failure what ended it early; empty if it came to its end
 */
public record PutbackReport(Map<PutbackStep.Action, Long> counts, long leases, Optional<Exception> failure) {

    /** Copies the map. */
    public PutbackReport {
        counts = Map.copyOf(counts);
    }

    /**
     * With how many keys something was done.
     *
     * @param action what
     * @return from 0 up
     */
    public long count(PutbackStep.Action action) {
        return counts.getOrDefault(action, 0L);
    }
}
