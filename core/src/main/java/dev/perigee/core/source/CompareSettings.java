package dev.perigee.core.source;

import java.time.Duration;

/**
 * Whether and for how long the members are asked whether they hold what the snapshot holds.
 *
 * @param on whether at all; each member reads all its keys to answer, twice
 * @param timeout the most that asking all of them may take, each of the two times; positive
 */
public record CompareSettings(boolean on, Duration timeout) {

    /** On, within a minute. */
    public static final CompareSettings DEFAULT = new CompareSettings(true, Duration.ofMinutes(1));
}
