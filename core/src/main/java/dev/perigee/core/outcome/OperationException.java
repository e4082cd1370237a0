package dev.perigee.core.outcome;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * An operation that did not do what was asked. The message says what happened and to what, without secrets; the hint
 * says what to do next.
 */
public class OperationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Outcome outcome;
    private final Optional<String> hint;

    /**
     * A failure.
     *
     * @param outcome what it comes down to; not {@link Outcome#OK}
     * @param message what happened, to what
     * @param hint what the reader should do next; empty if the message says it
     * @param cause what was thrown; empty where it may hold secrets
     */
    public OperationException(Outcome outcome, String message, Optional<String> hint, Optional<Throwable> cause) {
        super(message, cause.orElse(null));
        this.outcome = Objects.requireNonNull(outcome, "outcome");
        this.hint = Objects.requireNonNull(hint, "hint");
    }

    /**
     * A failure that needs no hint and has no cause.
     *
     * @param outcome what it comes down to
     * @param message what happened, to what
     */
    public OperationException(Outcome outcome, String message) {
        this(outcome, message, Optional.empty(), Optional.empty());
    }

    /**
     * A failure with its cause.
     *
     * @param outcome what it comes down to
     * @param message what happened, to what
     * @param cause what was thrown; holds no secret
     */
    public OperationException(Outcome outcome, String message, Throwable cause) {
        this(outcome, message, Optional.empty(), Optional.of(cause));
    }

    /**
     * A failure of the local disk: {@link Outcome#NO_SPACE} if it is full, {@link Outcome#DENIED} if this user may not or
     * nobody may, {@link Outcome#INTERRUPTED} if the thread was interrupted, else {@link Outcome#INPUT_OUTPUT}.
     *
     * @param what what was tried, as in {@code "can't write /var/lib/x"}
     * @param cause what the system said
     * @return the failure, with what to do about it
     */
    public static DiskException ofDisk(String what, IOException cause) {
        return DiskException.of(what, cause);
    }

    /**
     * The same, where the caller knows a better cure than the system's words suggest.
     *
     * @param what what was tried
     * @param cause what the system said
     * @param hint what the reader should do next
     * @return the failure
     */
    public static DiskException ofDisk(String what, IOException cause, String hint) {
        return DiskException.of(what, cause, hint);
    }

    /**
     * What it comes down to.
     *
     * @return never {@link Outcome#OK}
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * What the reader should do next.
     *
     * @return empty if the message says it
     */
    public Optional<String> hint() {
        return hint;
    }
}
