package dev.perigee.core.sinkcheck;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Destination.Access;
import dev.perigee.core.state.Environment;
import dev.perigee.core.time.Timing;
import java.util.function.Consumer;

/** Tries a configured sink on its own place: what its credentials allow, the contract's rules, how fast it is. */
public final class CheckSink {

    private final Environment environment;
    private final boolean full;

    /**
     * A check of any sink.
     *
     * @param environment what it stands on
     * @param full whether to try the rules that take thousands of requests, too
     */
    public CheckSink(Environment environment, boolean full) {
        this.environment = environment;
        this.full = full;
    }

    /**
     * Tries the sink under a scratch prefix of its own, and removes what it put. Nothing else there is touched.
     *
     * @param destination the sink
     * @param listener is told of each rule as soon as it has been tried
     * @return what was found, and what could not be removed
     * @throws SinkException if the sink can't even be opened
     * @throws InterruptedException if the thread was interrupted
     */
    public SinkReport run(Destination destination, Consumer<RuleFinding> listener)
            throws SinkException, InterruptedException {
        Timing timing = environment.timing();
        ObjectKey scratch =
                ObjectKey.of("perigee-check-%08x".formatted(timing.random().nextInt()));
        try (StorageSink sink = environment.sinks().open(destination.sink())) {
            SinkTrial trial = new SinkTrial(sink, () -> environment.sinks().open(destination.sink()), scratch, timing);
            return destination.access() == Access.WRITE_ONLY ? trial.putOnly() : trial.run(full, listener);
        }
    }
}
