package dev.perigee.core.delivery;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How patiently, and how fast, a body is brought to a sink.
 *
 * @param attempts how often a retryable call is made in all, from 1 up
 * @param firstBackoff the pause before the second attempt; doubled for each further one, with jitter
 * @param longestBackoff the longest pause
 * @param stallTimeout how long a put or get may move less than 1 KiB for each second of it (half of bytesPerSecond, if
 *     that is less) before it is cancelled and counts as UNREACHABLE
 * @param bytesPerSecond the most to send; empty for no cap
 */
public record DeliverySettings(
        int attempts,
        Duration firstBackoff,
        Duration longestBackoff,
        Duration stallTimeout,
        OptionalLong bytesPerSecond) {

    /** Five attempts, pauses from 1 s to 1 min, 2 min without progress, no cap. */
    public static final DeliverySettings DEFAULT = new DeliverySettings(
            5, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(2), OptionalLong.empty());

    /** Refuses less than one attempt. */
    public DeliverySettings {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts is " + attempts + "; it takes 1 or more");
        }
    }
}
