package dev.perigee.daemon;

import java.time.Duration;
import java.time.Instant;

/** Holds the clock on the wall against one that nobody sets. Not for several threads. */
final class ClockWatch {

    /** What is less adds up until it counts: a clock that is slowed down loses milliseconds in a minute. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private Instant wall;
    private long nanos;

    ClockWatch(Instant wall, long nanos) {
        this.wall = wall;
        this.nanos = nanos;
    }

    /** How far the clock was put back since it was last asked for; zero if it wasn't. */
    Duration putBack(Instant now, long ticks) {
        Duration back = Duration.ofNanos(ticks - nanos).minus(Duration.between(wall, now));
        if (back.abs().compareTo(LEAST) < 0) {
            return Duration.ZERO;
        }
        wall = now;
        nanos = ticks;
        return back.isNegative() ? Duration.ZERO : back;
    }
}
