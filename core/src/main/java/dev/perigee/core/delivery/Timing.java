package dev.perigee.core.delivery;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Time, waiting, chance.
 *
 * @param clock what time it is
 * @param sleeper how to wait
 * @param random jitter and nonces; safe for many threads
 */
public record Timing(InstantSource clock, Sleeper sleeper, RandomGenerator random) {

    /**
     * The system's.
     *
     * @return the real clock, real sleep, a seeded-by-itself random source
     */
    public static Timing system() {
        return new Timing(InstantSource.system(), Thread::sleep, new SecureRandom());
    }
}
