package dev.perigee.daemon;

import java.time.Duration;

/**
 * How the daemon behaves.
 *
 * @param grace how long a running job may go on after a stop before it is interrupted
 * @param unwind how long an interrupted job may take to clean up after itself
 * @param catchUpEvery how often sinks that were down are tried again between two runs of a job
 * @param lastWords how long who listens to the daemon may take for the last events
 */
public record DaemonSettings(Duration grace, Duration unwind, Duration catchUpEvery, Duration lastWords) {

    /** 15 s, 10 s and 3 s: together below the 30 s after which service managers usually kill. Every 5 minutes. */
    public static final DaemonSettings DEFAULT = new DaemonSettings(
            Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(3));
}
