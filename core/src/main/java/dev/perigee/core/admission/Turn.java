package dev.perigee.core.admission;

import java.util.concurrent.atomic.AtomicBoolean;

/** What somebody was let in for. Closing it lets the next one in; closing it again does nothing. Safe for many threads. */
public final class Turn implements AutoCloseable {

    private final Runnable leave;
    private final AtomicBoolean left = new AtomicBoolean();

    Turn(Runnable leave) {
        this.leave = leave;
    }

    @Override
    public void close() {
        if (left.compareAndSet(false, true)) {
            leave.run();
        }
    }
}
