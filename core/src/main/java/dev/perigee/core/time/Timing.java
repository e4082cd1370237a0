package dev.perigee.core.time;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time, waiting, chance. Safe for many threads.
 *
 * @param clock what time it is; may jump
 * @param ticker nanoseconds since some moment; never jumps
 * @param sleeper how to wait
 * @param random jitter and nonces
 */
public record Timing(InstantSource clock, LongSupplier ticker, Sleeper sleeper, RandomGenerator random) {

    /**
     * The system's.
     *
     * @return the real clocks, real sleep, a random source that seeds itself
     */
    public static Timing system() {
        return new Timing(InstantSource.system(), System::nanoTime, Thread::sleep, new SecureRandom());
    }

    /**
     * How long ago a moment of the ticker was.
     *
     * @param tick what {@link #ticker()} gave then
     * @return the time since
     */
    public Duration since(long tick) {
        return Duration.ofNanos(ticker.getAsLong() - tick);
    }
}
