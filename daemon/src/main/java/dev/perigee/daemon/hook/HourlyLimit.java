package dev.perigee.daemon.hook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Lets so many through in any hour, and counts those that it doesn't. Not for several threads. */
final class HourlyLimit {

    private static final Duration HOUR = Duration.ofHours(1);

    private final int most;
    private final Deque<Instant> passed = new ArrayDeque<>();
    private long leftOut;

    HourlyLimit(int most) {
        this.most = most;
    }

    /** Whether one more may pass; one from the future was before the clock was put back, and no longer counts. */
    boolean admits(Instant now) {
        passed.removeIf(time -> time.isAfter(now) || !time.plus(HOUR).isAfter(now));
        if (passed.size() >= most) {
            leftOut++;
            return false;
        }
        passed.addLast(now);
        return true;
    }

    /** How many were left out since somebody last asked. */
    long takeLeftOut() {
        long count = leftOut;
        leftOut = 0;
        return count;
    }
}
