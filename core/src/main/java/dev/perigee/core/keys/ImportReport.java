package dev.perigee.core.keys;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an import did, or would do. Running the same import again goes on where this one ended: what is there already
 * counts as {@link ImportStep.Action#SAME}.
 *
 * @param counts how many keys for each action; every action has its count
 * @param leasesGranted how many leases were granted
 * @param failure why it ended early, a {@link RefusedEntryException} where an entry is at fault; empty if it came to its
 *     end
 */
public record ImportReport(Map<ImportStep.Action, Long> counts, long leasesGranted, Optional<IOException> failure) {

    /** Copies the counts and fills in zeros. */
    public ImportReport {
        Map<ImportStep.Action, Long> all = new EnumMap<>(ImportStep.Action.class);
        for (ImportStep.Action action : ImportStep.Action.values()) {
            all.put(action, counts.getOrDefault(action, 0L));
        }
        counts = Map.copyOf(all);
    }

    /**
     * How many keys met an action.
     *
     * @param action the action
     * @return from 0 up
     */
    public long count(ImportStep.Action action) {
        return counts.getOrDefault(action, 0L);
    }
}
