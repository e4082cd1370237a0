package dev.perigee.core.removal;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was removed.
 *
 * @param plan the plan as it was shown
 * @param executed whether it was approved
 * @param sinks what was done per sink; empty if not executed
 * @param named whether the backups were asked for one by one, so that one that is held is a failure
 */
public record RemovalResult(RemovalPlan plan, boolean executed, List<SinkRemoval> sinks, boolean named)
        implements Result {

    /** Copies the list. */
    public RemovalResult {
        sinks = List.copyOf(sinks);
    }

    /**
     * What it comes down to: OK if all went, and no sink is missing; PARTIAL if some; a lone sink's failure as it is.
     * What the store holds is a failure only if it was named: REFUSED. Of a dry run that is said as well, as far as the store tells
     * beforehand.
     *
     * @return the outcome
     */
    @Override
    public Outcome outcome() {
        List<Outcome> failures = failures();
        if (failures.isEmpty()) {
            return Outcome.OK;
        }
        boolean partly = executed
                ? sinks.stream().anyMatch(sink -> sink.didSomething(named))
                : plan.sinks().stream().anyMatch(RemovalResult::wouldDoSomething);
        return partly ? Outcome.PARTIAL : failures.getFirst();
    }

    @Override
    public List<SinkFailure> problems() {
        return Stream.concat(plan.warnings().stream(), sinks.stream().flatMap(sink -> sink.failures().stream()))
                .toList();
    }

    private List<Outcome> failures() {
        List<Outcome> failures = new ArrayList<>();
        for (SinkRemoval sink : sinks) {
            sink.failures().forEach(failure -> failures.add(failure.outcome()));
            if (named && !sink.held().isEmpty()) {
                failures.add(Outcome.REFUSED);
            }
        }
        if (named && !executed && plan.sinks().stream().anyMatch(sink -> held(sink) > 0)) {
            failures.add(Outcome.REFUSED);
        }
        plan.warnings().forEach(warning -> failures.add(warning.outcome()));
        return failures;
    }

    private static long held(RemovalPlan.SinkPlan sink) {
        return sink.lines().stream().filter(RemovalPlan.Line::isHeld).count();
    }

    private static boolean wouldDoSomething(RemovalPlan.SinkPlan sink) {
        return held(sink) == 0 || held(sink) < sink.lines().size();
    }

    /** The same, of backups that were asked for one by one. */
    RemovalResult asked() {
        return new RemovalResult(plan, executed, sinks, true);
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

        private boolean didSomething(boolean named) {
            boolean all = failures.isEmpty() && !(named && !held.isEmpty());
            return all || !removed.isEmpty() || orphans > 0;
        }
    }
}
