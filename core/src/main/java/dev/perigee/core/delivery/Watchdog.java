package dev.perigee.core.delivery;

import dev.perigee.core.time.Timing;
import java.time.Duration;

/**
 * Interrupts the thread that made it when too little has moved for too long, and tells who waits for that thread when it
 * doesn't heed that either. Closed by that thread when it is done.
 */
final class Watchdog implements AutoCloseable {

    private final Timing timing;
    private final LeastRate least;
    private final Duration grace;
    private final Runnable unheeded;
    private final Thread watched = Thread.currentThread();
    private final Thread watcher;
    private volatile long windowBegan;
    private long movedInWindow;
    private boolean done;
    private boolean fired;

    /**
     * Begins to watch.
     *
     * @param grace how long an interrupt may take to be heeded, by the wall's clock: tidying up takes its time
     * @param unheeded called, in another thread, once it took longer
     */
    Watchdog(Timing timing, LeastRate least, Duration grace, Runnable unheeded) {
        this.timing = timing;
        this.least = least;
        this.grace = grace;
        this.unheeded = unheeded;
        this.windowBegan = timing.ticker().getAsLong();
        this.watcher = Thread.ofVirtual().name("stall-watchdog").start(this::watch);
    }

    /** Something moved: once it is enough, the patience starts anew. */
    synchronized void moved(int bytes) {
        movedInWindow += bytes;
        if (movedInWindow >= least.bytes()) {
            movedInWindow = 0;
            windowBegan = timing.ticker().getAsLong();
        }
    }

    private void watch() {
        try {
            Duration left = left();
            while (left.isPositive()) {
                timing.sleeper().sleep(left);
                left = left();
            }
            fire();
            Thread.sleep(grace);
            unheeded.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: the watched thread is done
        }
    }

    private Duration left() {
        return least.window().minus(timing.since(windowBegan));
    }

    private synchronized void fire() {
        if (!done) {
            fired = true;
            watched.interrupt();
        }
    }

    /** Ends the watch. After it no interrupt comes any more. Returns whether one came; it is then cleared. */
    synchronized boolean finish() {
        done = true;
        if (fired) {
            Thread.interrupted();
        }
        return fired;
    }

    @Override
    public void close() {
        finish();
        watcher.interrupt();
    }
}
