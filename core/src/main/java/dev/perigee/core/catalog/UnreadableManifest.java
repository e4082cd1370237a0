package dev.perigee.core.catalog;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import java.util.Optional;

/** A manifest that this release can't read. Its backup is left alone. */
public final class UnreadableManifest extends OperationException {

    private static final long serialVersionUID = 1L;

    /** What to do about a record that the sink gives to others only. */
    public static final String DENIED_CURE =
            "somebody else has stored it: in a directory let this user read it, as chown does; in a store, these credentials";

    private UnreadableManifest(Outcome outcome, String message, Optional<String> hint, Optional<Throwable> cause) {
        super(outcome, message, hint, cause);
    }

    /** Whether a newer release may read it. */
    boolean isNewer() {
        return outcome() == Outcome.REFUSED;
    }

    /**
     * A record of a format that this release doesn't know.
     *
     * @param what its key
     * @param format the version of its format
     * @return REFUSED
     */
    public static UnreadableManifest newer(String what, long format) {
        return new UnreadableManifest(
                Outcome.REFUSED,
                what + " has format version " + format + "; this release reads up to " + Manifest.FORMAT,
                Optional.of("use the newer release that wrote it"),
                Optional.empty());
    }

    /**
     * A record that the sink gives to others only.
     *
     * @param what its key
     * @param cause says who refused it
     * @return DENIED
     */
    public static UnreadableManifest denied(String what, Exception cause) {
        return new UnreadableManifest(
                Outcome.DENIED,
                what + " may not be read: " + FailureWords.of(cause),
                Optional.of(DENIED_CURE),
                Optional.of(cause));
    }

    /**
     * A record whose signature isn't good, or isn't there.
     *
     * @param what its key
     * @param why a clause
     * @return DAMAGED
     */
    public static UnreadableManifest unbelieved(String what, String why) {
        return new UnreadableManifest(
                Outcome.DAMAGED, what + " isn't believed: " + why, Optional.empty(), Optional.empty());
    }

    /**
     * A record that is none, or contradicts itself or its place.
     *
     * @param what its key
     * @param cause says how
     * @return DAMAGED
     */
    public static UnreadableManifest damaged(String what, Exception cause) {
        return new UnreadableManifest(
                Outcome.DAMAGED, what + " is damaged: " + FailureWords.of(cause), Optional.empty(), Optional.of(cause));
    }
}
