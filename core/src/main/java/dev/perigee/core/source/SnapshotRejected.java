package dev.perigee.core.source;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.Objects;
import java.util.Optional;

/** A member sent a snapshot that failed its proof. It is thrown away; what was stored before stays. */
public final class SnapshotRejected extends OperationException {

    private static final long serialVersionUID = 1L;

    /** Which check failed. */
    public enum Check {
        /** The stream ended before all bytes had come. */
        ENDED_EARLY,
        /** More bytes came than the member had announced, or than a database can have. */
        TOO_LONG,
        /** The bytes aren't those of which the member sent the digest. */
        WRONG_DIGEST,
        /** The database inside is damaged: pages, B+trees or rows. */
        DAMAGED
    }

    private final Check check;

    /**
     * A rejection.
     *
     * @param check which check failed
     * @param message which member sent it, and what was found
     */
    public SnapshotRejected(Check check, String message) {
        this(check, message, Optional.empty());
    }

    SnapshotRejected(Check check, String message, Optional<Throwable> cause) {
        super(Outcome.DAMAGED, message, Optional.empty(), cause);
        this.check = Objects.requireNonNull(check, "check");
    }

    /**
     * Whether another attempt may bring a good one: not where the member itself is at fault.
     *
     * @return for a stream that broke or bytes that changed on their way
     */
    boolean mayPass() {
        return check == Check.ENDED_EARLY || check == Check.WRONG_DIGEST;
    }

    /**
     * Which check failed.
     *
     * @return never null
     */
    public Check check() {
        return check;
    }
}
