package dev.perigee.sink.contract;

import dev.perigee.api.SinkException;
import java.util.Optional;

/** What trying a rule has shown. */
public sealed interface Outcome {

    /** The sink keeps the rule, as far as trying can tell. */
    record Passed() implements Outcome {}

    /**
     * The sink breaks the rule, or could not be asked.
     *
     * @param sentence what was done and what came instead of what should have come
     * @param cause what was thrown, where something was; its kind tells a missing permission (DENIED) or a bad line
     *     (UNREACHABLE) from a broken rule when it is a {@link SinkException}
     */
    record Failed(String sentence, Optional<Throwable> cause) implements Outcome {

        /**
         * The sort of failure that the sink itself reported.
         *
         * @return empty if it threw none where it should have gone well
         */
        public Optional<SinkException.Kind> kind() {
            return cause.filter(SinkException.class::isInstance).map(thrown -> ((SinkException) thrown).kind());
        }
    }

    /**
     * The rule says nothing about a sink with these capabilities.
     *
     * @param why the declared capability
     */
    record NotApplicable(String why) implements Outcome {}
}
