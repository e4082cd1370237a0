package dev.perigee.core.drill;

import dev.perigee.core.time.Timing;
import java.time.Duration;

/** Interrupts its maker's thread when a time has passed. To be closed by the same thread. */
final class TimeLimit implements AutoCloseable {

    private final Thread watched = Thread.currentThread();
    private final Thread watch;
    private boolean over;
    private boolean passed;

    TimeLimit(Timing timing, Duration limit) {
        this.watch = Thread.ofVirtual().name("drill-limit").start(() -> {
            try {
                timing.sleeper().sleep(limit);
                end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // closed in time
            }
        });
    }

    private synchronized void end() {
        if (!over) {
            passed = true;
            watched.interrupt();
        }
    }

    synchronized boolean hasPassed() {
        return passed;
    }

    @Override
    public void close() {
        synchronized (this) {
            over = true;
            if (passed) {
                Thread.interrupted(); // it was ours
            }
        }
        watch.interrupt();
    }
}
