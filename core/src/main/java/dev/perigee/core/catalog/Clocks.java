package dev.perigee.core.catalog;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What time it is, by us and by a store.
 *
 * @param ours our own clock
 * @param store a time that the store's clock has reached: that of its newest object
 */
record Clocks(Instant ours, Instant store) {

    /** By which nothing is ahead. */
    static final Clocks TRUSTING = new Clocks(Instant.MAX, Instant.MAX);

    /** How far two honest clocks may be apart. */
    static final Duration SKEW = Duration.ofMinutes(5);

    /** Whose clock says that a backup's time hasn't come yet; empty if none does. */
    Optional<String> ahead(Instant time) {
        Instant latest = time.minus(SKEW);
        if (latest.isAfter(ours)) {
            return Optional.of(
                    "its time is more than five minutes ahead of this machine's clock, which says " + seconds(ours));
        }
        return latest.isAfter(store)
                ? Optional.of("its time is more than five minutes ahead of the store's clock, which says that nothing"
                        + " there is younger than " + seconds(store))
                : Optional.empty();
    }

    /** The earlier of the two: by either clock, that much time has passed. */
    Instant passed() {
        return ours.isBefore(store) ? ours : store;
    }

    /** As a person is told of it. */
    static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
