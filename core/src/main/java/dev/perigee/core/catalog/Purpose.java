package dev.perigee.core.catalog;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Why a backup was made.
 *
 * @param due the time by the job's schedule that it was made for; empty if it was made on demand
 * @param fence the number of the claim under which it was made, which grows with each new claim of the job; positive; empty
 *     where every installation makes its own backups
 */
public record Purpose(Optional<Instant> due, OptionalLong fence) {

    /** On demand, by an installation on its own. */
    public static final Purpose NONE = new Purpose(Optional.empty(), OptionalLong.empty());

    /** Refuses a fence that no claim has. */
    public Purpose {
        if (fence.isPresent() && fence.getAsLong() < 1) {
            throw new IllegalArgumentException("'fence' can't be " + fence.getAsLong());
        }
    }
}
