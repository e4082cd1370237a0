package dev.perigee.core.engine;

import dev.perigee.core.outcome.OperationException;

/** Looks at every plugin, and opens every sink, which asks no store. */
public record SinksRequest() implements Request<SinkReadiness> {

    @Override
    public SinkReadiness in(Run run) throws OperationException {
        return SinkReadiness.of(run.config(), run.plugins());
    }
}
