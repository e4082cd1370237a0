package dev.perigee.api;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Something a sink could not do: of a {@link Kind}, to a key, with a hint at the cure.
 *
 * <p>The message is for the person at three in the morning: what was tried, what the store said, what to do. It never
 * holds a secret; mind that client libraries' own exceptions may, so chain them only where they don't.
 *
 * <p>The engine decides by the kind, never by the text.
 */
public class SinkException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What sort of failure it is; whether trying again can help follows from it. */
    public enum Kind {
        /** There is no such object. */
        NOT_FOUND(false),
        /** The store knows us and says no, or doesn't know us. */
        DENIED(false),
        /** The request or the settings make no sense to the store: a missing bucket, a wrong region, a bad offset. */
        INVALID(false),
        /** The object is larger than the store takes. */
        TOO_LARGE(false),
        /** The store forbids the removal until later. */
        HELD(false),
        /** The store asks for patience: throttling, 5xx. */
        BUSY(true),
        /** No answer, or the line broke. */
        UNREACHABLE(true),
        /** The bytes that arrived aren't those that were sent. */
        DAMAGED(true),
        /** The place is full. */
        NO_SPACE(false),
        /** The calling thread was interrupted. */
        CANCELLED(false),
        /** Anything else. */
        OTHER(false);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }

        /**
         * Whether the same call may succeed when made again.
         *
         * @return whether the engine retries it
         */
        public boolean retryable() {
            return retryable;
        }
    }

    private final Kind kind;
    private final Optional<ObjectKey> key;
    private final Optional<String> hint;

    /**
     * A failure.
     *
     * @param kind its sort
     * @param key the object it happened to; empty where no single object is concerned
     * @param message what was tried and what the store said, without secrets; the sink's name is added by the engine
     * @param hint what the reader should do; empty if nothing useful can be said
     * @param cause what the client library threw; empty where it may hold secrets
     */
    public SinkException(
            Kind kind, Optional<ObjectKey> key, String message, Optional<String> hint, Optional<Throwable> cause) {
        super(message, cause.orElse(null));
        this.kind = Objects.requireNonNull(kind, "kind");
        this.key = Objects.requireNonNull(key, "key");
        this.hint = Objects.requireNonNull(hint, "hint");
    }

    /**
     * A failure that concerns no single object and needs no hint.
     *
     * @param kind its sort
     * @param message what was tried and what happened
     */
    public SinkException(Kind kind, String message) {
        this(kind, Optional.empty(), message, Optional.empty(), Optional.empty());
    }

    /**
     * A failure of one object.
     *
     * @param kind its sort
     * @param key the object
     * @param message what was tried and what happened
     */
    public SinkException(Kind kind, ObjectKey key, String message) {
        this(kind, Optional.of(key), message, Optional.empty(), Optional.empty());
    }

    /**
     * A failure of one object with its cause.
     *
     * @param kind its sort
     * @param key the object
     * @param message what was tried and what happened
     * @param cause what was thrown; holds no secret
     */
    public SinkException(Kind kind, ObjectKey key, String message, Throwable cause) {
        this(kind, Optional.of(key), message, Optional.empty(), Optional.of(cause));
    }

    /**
     * The sort of failure.
     *
     * @return never null
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Whether the same call may succeed when made again. Follows from the kind.
     *
     * @return whether the engine retries it
     */
    public boolean retryable() {
        return kind.retryable();
    }

    /**
     * The object it happened to.
     *
     * @return empty where no single object is concerned
     */
    public Optional<ObjectKey> key() {
        return key;
    }

    /**
     * What the reader should do.
     *
     * @return empty if nothing useful can be said
     */
    public Optional<String> hint() {
        return hint;
    }
}
