package dev.perigee.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides when a configuration that says something else is to be read anew: once for each change, and not before it has stayed
 * as it is for a while, since an editor empties a file before it fills it. Not for several threads.
 */
final class ConfigWatch {

    /** How long a change has to stay. */
    static final Duration SETTLED = Duration.ofSeconds(5);

    private Optional<String> seen = Optional.empty();
    private Instant since = Instant.MIN;
    private boolean done;

    /**
     * Looks at it.
     *
     * @param changed what the files say now, if that is something else than what is in force
     * @param now when
     * @return whether to read it now
     */
    boolean isToBeRead(Optional<String> changed, Instant now) {
        if (!changed.equals(seen) || now.isBefore(since)) {
            seen = changed;
            since = now;
            done = false;
        }
        boolean read = seen.isPresent() && !done && !now.isBefore(since.plus(SETTLED));
        done |= read;
        return read;
    }

    /** How long until it should look again; at most {@code most}. */
    Duration patience(Duration most) {
        boolean waits = seen.isPresent() && !done;
        return waits && SETTLED.compareTo(most) < 0 ? SETTLED : most;
    }
}
