package dev.perigee.core.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another attempt: doubling, up to a longest pause, and jittered between half and all of it, so
 * that many clients don't come back together.
 *
 * @param first the pause after the first failure, before jitter
 * @param longest the longest pause
 * @param random the jitter
 */
public record Backoff(Duration first, Duration longest, RandomGenerator random) {

    /**
     * The pause after a failed attempt.
     *
     * @param attempt the attempt that failed, from 1 up
     * @return between half and the whole of {@code first * 2^(attempt - 1)}, and never more than {@code longest}
     */
    public Duration pause(int attempt) {
        double doubled = first.toNanos() * Math.pow(2, attempt - 1);
        double whole = Math.min(doubled, longest.toNanos());
        return Duration.ofNanos((long) (whole * (1 + random.nextDouble()) / 2));
    }
}
