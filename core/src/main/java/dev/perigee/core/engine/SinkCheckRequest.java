package dev.perigee.core.engine;

import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.sinkcheck.CheckSink;
import dev.perigee.core.sinkcheck.RuleFinding;
import dev.perigee.core.sinkcheck.SinkReport;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tries a sink on its own place.
 *
 * @param sink its name
 * @param full also the rules that take thousands of requests
 * @param listener is told of each rule as soon as it has been tried
 */
public record SinkCheckRequest(String sink, boolean full, Consumer<RuleFinding> listener)
        implements Request<SinkCheckRequest.Checked> {

    /**
     * What was found.
     *
     * @param sink the sink's name
     * @param report what its credentials allow, the rules, how fast it is
     */
    public record Checked(String sink, SinkReport report) implements Result {

        /** What keeps the first verb from working decides; a rule that is broken is the sink's fault: FAILED. */
        @Override
        public Outcome outcome() {
            return report.permissions().stream()
                    .filter(permission -> !permission.works())
                    .flatMap(permission -> permission.refusal().stream())
                    .findFirst()
                    .map(refusal -> Outcome.of(refusal.kind()))
                    .orElse(report.sound() ? Outcome.OK : Outcome.FAILED);
        }
    }

    @Override
    public Checked in(Run run) throws Exception {
        var destination =
                run.sinks(new Scope(Optional.empty(), Optional.of(sink))).getFirst();
        return new Checked(sink, new CheckSink(run.tryingEnvironment(), full).run(destination, listener));
    }
}
