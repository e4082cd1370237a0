package dev.perigee.etcd.client;

import java.time.Duration;

/**
 * Whether a stream still gets anywhere. One byte now and then keeps a connection alive and would hold a job for ever, so over a
 * few idle timeouts more than that must come. Only the time that was spent waiting for the member counts. Used by one thread.
 */
final class StreamPace {

    /** One that is late once, by nearly the idle timeout, is no drip. */
    static final int WINDOWS = 5;

    /** For each second of one idle timeout. */
    private static final long BYTES_PER_SECOND = 64 << 10;

    private final long windowNanos;
    private final long leastBytes;
    private long waited;
    private long received;

    StreamPace(Duration idleTimeout) {
        this.windowNanos = WINDOWS * idleTimeout.toNanos();
        this.leastBytes = Math.max(1, idleTimeout.toMillis() * BYTES_PER_SECOND / 1_000);
    }

    /** Some bytes came after some waiting; whether that is fast enough. */
    boolean goesOn(int bytes, long nanosWaited) {
        waited += nanosWaited;
        received += bytes;
        if (waited < windowNanos) {
            return true;
        }
        boolean enough = received >= leastBytes;
        waited = 0;
        received = 0;
        return enough;
    }
}
