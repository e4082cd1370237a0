package dev.perigee.core.engine;

import dev.perigee.core.outcome.OperationException;
import org.jspecify.annotations.Nullable;

/** The configuration that one run stands on, from its first question to its end, whatever is read meanwhile. */
final class Footing implements AutoCloseable {

    private final Engine engine;
    private @Nullable InForce held;

    Footing(Engine engine) {
        this.engine = engine;
    }

    synchronized InForce get() throws OperationException {
        if (held == null) {
            held = engine.enter();
        }
        return held;
    }

    @Override
    public synchronized void close() {
        if (held != null) {
            engine.leave(held);
            held = null;
        }
    }
}
