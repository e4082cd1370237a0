package dev.perigee.core.putback;

import java.util.EnumMap;
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

    /**
     * This, with the keys at which nothing had to be done from the beginning.
     *
     * @param same how many
     * @return their count added to that of the keys that turned out the same
     */
    public PutbackReport besides(long same) {
        Map<PutbackStep.Action, Long> all = new EnumMap<>(PutbackStep.Action.class);
        all.putAll(counts);
        all.merge(PutbackStep.Action.SAME, same, Long::sum);
        return new PutbackReport(all, leases, failure);
    }
}
