package dev.perigee.core;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.Outcome;
import java.util.List;

/**
 * What was removed.
 *
 * @param plan the plan as it was shown
 * @param executed whether it was approved
 * @param sinks what was done per sink; empty if not executed
 */
public record RemovalResult(RemovalPlan plan, boolean executed, List<SinkRemoval> sinks) {

    /** Copies the list. */
    public RemovalResult {
        sinks = List.copyOf(sinks);
    }

    /**
     * What it comes down to: OK if all went, and no sink is missing; PARTIAL if some; a lone sink's failure as it is.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        List<SinkFailure> failures =
                sinks.stream().flatMap(sink -> sink.failures().stream()).toList();
        if (failures.isEmpty() && plan.warnings().isEmpty()) {
            return Outcome.OK;
        }
        boolean partly = executed
                ? sinks.stream().anyMatch(SinkRemoval::didSomething)
                : !plan.sinks().isEmpty();
        if (partly) {
            return Outcome.PARTIAL;
        }
        return (failures.isEmpty() ? plan.warnings() : failures).getFirst().outcome();
    }

    /**
     * What was done in one sink.
     *
     * @param sink its name
     * @param removed the backups that are gone
     * @param held the backups that the store refuses to let go for now; whole and listed
     * @param orphans how many bodies without a manifest are gone
     * @param failures what failed; the rest was still done
     */
    public record SinkRemoval(
            String sink, List<BackupId> removed, List<BackupId> held, int orphans, List<SinkFailure> failures) {

        /** Copies the lists. */
        public SinkRemoval {
            removed = List.copyOf(removed);
            held = List.copyOf(held);
            failures = List.copyOf(failures);
        }

        private boolean didSomething() {
            return failures.isEmpty() || !removed.isEmpty() || orphans > 0;
        }
    }
}
