package dev.perigee.core.sinkcheck;

import dev.perigee.sink.contract.Outcome;
import dev.perigee.sink.contract.Rule;
import java.time.Duration;

/**
 * What trying one rule of the contract has shown.
 *
 * @param rule the rule
 * @param outcome kept, broken, or not applicable
 * @param took how long it took
 */
public record RuleFinding(Rule rule, Outcome outcome, Duration took) {

    /**
     * Whether the rule is broken.
     *
     * @return true for a failure
     */
    public boolean broken() {
        return outcome instanceof Outcome.Failed;
    }
}
