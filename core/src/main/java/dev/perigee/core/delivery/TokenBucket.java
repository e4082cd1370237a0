package dev.perigee.core.delivery;

import dev.perigee.core.time.Timing;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Lets bytes through at a rate. Safe for many threads, which share the rate. */
final class TokenBucket {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long bytesPerSecond;
    private final Timing timing;
    private long free;

    TokenBucket(long bytesPerSecond, Timing timing) {
        this.bytesPerSecond = bytesPerSecond;
        this.timing = timing;
        this.free = timing.ticker().getAsLong();
    }

    /** How many bytes to read at once, so that no pause is longer than a tenth of a second. */
    int chunk() {
        return (int) Math.clamp(bytesPerSecond / 10, 1, 1 << 16);
    }

    /** Waits until the rate allows these bytes. */
    void take(int bytes) throws InterruptedIOException {
        Duration pause = reserve(bytes);
        if (pause.isPositive()) {
            try {
                timing.sleeper().sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while keeping to the bandwidth cap");
            }
        }
    }

    private synchronized Duration reserve(int bytes) {
        long now = timing.ticker().getAsLong();
        long start = Math.max(now, free);
        free = start + Math.multiplyExact(bytes, NANOS_PER_SECOND) / bytesPerSecond;
        return Duration.ofNanos(start - now);
    }
}
