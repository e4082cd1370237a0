package dev.perigee.daemon;

import dev.perigee.core.fleet.FleetState;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Notices, once, that another daemon has this one's name. Whoever was killed and started anew meets itself until its old lease is
 * over. For one thread.
 */
final class Namesakes {

    private final String instance;
    private final Duration lease;
    private OptionalLong since = OptionalLong.empty();
    private boolean said;

    Namesakes(String instance, Duration lease) {
        this.instance = instance;
        this.lease = lease;
    }

    /** What there is to say after a look, at so many nanoseconds of a clock that only goes on. */
    Optional<String> warning(FleetState state, long nanos) {
        if (!state.view().namesakes().contains(instance)) {
            since = OptionalLong.empty();
            said = false;
            return Optional.empty();
        }
        since = OptionalLong.of(since.orElse(nanos));
        if (said || nanos - since.getAsLong() <= lease.toNanos()) {
            return Optional.empty();
        }
        said = true;
        return Optional.of("another daemon that shares the jobs has the same instance '" + instance
                + "': nobody can tell what which of them did; give each an 'instance' of its own");
    }
}
