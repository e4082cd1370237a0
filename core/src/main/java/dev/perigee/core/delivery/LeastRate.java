package dev.perigee.core.delivery;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What counts as moving: so many bytes in so much time. A peer that gives a byte now and then is as good as a dead one.
 *
 * @param window how long
 * @param bytes the least to move in it, from 1 up
 */
record LeastRate(Duration window, long bytes) {

    /** Slower than any line that a backup is sent over, and fast enough that a backup ends. */
    private static final long BYTES_PER_SECOND = 1024;

    /** 1 KiB/s over the window; half of the cap where there is a lower one. */
    static LeastRate over(Duration window, OptionalLong cap) {
        long rate = Math.min(BYTES_PER_SECOND, cap.orElse(Long.MAX_VALUE) / 2);
        return new LeastRate(window, Math.max(1, rate * window.toSeconds()));
    }
}
