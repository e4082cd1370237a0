package dev.perigee.core.sinkcheck;

import dev.perigee.api.SinkException;
import dev.perigee.sink.contract.Outcome;
import dev.perigee.sink.contract.Rule;
import java.time.Duration;
import java.util.Optional;

/**
 * What trying one rule of the contract has shown.
 *
 * @param rule the rule
 * @param outcome kept, broken, or not applicable
 * @param took how long it took
 */
public record RuleFinding(Rule rule, Outcome outcome, Duration took) {

    /**
     * What the sink said where it should have obeyed.
     *
     * @return empty if the rule is kept, or broken in another way
     */
    public Optional<SinkException> refusal() {
        return outcome instanceof Outcome.Failed(String sentence, Optional<Throwable> cause)
                ? cause.filter(SinkException.class::isInstance).map(SinkException.class::cast)
                : Optional.empty();
    }

    /**
     * Whether the rule is broken.
     *
     * @return true for a failure
     */
    public boolean broken() {
        return outcome instanceof Outcome.Failed;
    }
}
