package dev.perigee.daemon;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A clock that stands until it is moved, and an alarm by that clock. */
final class ManualTime implements InstantSource, Alarm {

    private Instant now;
    private Duration elapsed = Duration.ZERO;
    private boolean rung;
    private int rings;
    private Optional<Duration> awaited = Optional.empty();

    ManualTime(Instant now) {
        this.now = now;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Time passes. */
    synchronized void advance(Duration time) {
        now = now.plus(time);
        elapsed = elapsed.plus(time);
        notifyAll();
    }

    /** Time passes, and meanwhile somebody sets the clock: the daemon sees no more of it than what the clock says in the end. */
    synchronized void pass(Duration time, Instant end) {
        now = end;
        elapsed = elapsed.plus(time);
        notifyAll();
    }

    @Override
    public synchronized long nanos() {
        return elapsed.toNanos();
    }

    /** Somebody sets the clock; no time passes, but the daemon wakes soon after. */
    synchronized void set(Instant instant) {
        now = instant;
        rung = true;
        notifyAll();
    }

    @Override
    public synchronized void await(Duration longest) throws InterruptedException {
        Duration end = elapsed.plus(longest);
        awaited = Optional.of(end);
        while (!rung && elapsed.compareTo(end) < 0) {
            wait();
        }
        rung = false;
        awaited = Optional.empty();
    }

    @Override
    public synchronized void ring() {
        rings++;
        rung = true;
        notifyAll();
    }

    /** How often it was rung: once at the end of each work. */
    synchronized int rings() {
        return rings;
    }

    /** Whether somebody waits and has nothing to wake up for: what the clock says now has been seen. */
    synchronized boolean isAwaited() {
        return !rung && awaited.filter(end -> elapsed.compareTo(end) < 0).isPresent();
    }
}
