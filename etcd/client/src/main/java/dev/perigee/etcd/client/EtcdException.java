package dev.perigee.etcd.client;

import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * Something a member could not or would not do. The message says what was tried, where, what happened and what to do; it
 * never holds a secret.
 *
 * <p>Callers decide by the kind, never by the text.
 */
public final class EtcdException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What sort of failure it is; whether trying again can help follows from it. */
    public enum Kind {
        /** No connection: no such host, nobody listens, no route, or it was lost during a short call. */
        UNREACHABLE(true),
        /** The two sides don't trust or understand each other's TLS. */
        TLS(false),
        /** A file that the settings name, such as a certificate, isn't there or can't be used. */
        SETTINGS(false),
        /** The user, the password or the certificate isn't accepted, or none was given where one is needed. */
        AUTH_FAILED(false),
        /** The user is known and may not do this. */
        DENIED(false),
        /** No answer within the deadline. */
        TIMEOUT(true),
        /** Something answers that isn't an etcd member. */
        NOT_ETCD(false),
        /** A stream ended before its end. */
        BROKEN_OFF(true),
        /** The revision asked for has been compacted away, or doesn't exist yet. */
        COMPACTED(false),
        /** The member has no leader or too much to do. */
        BUSY(true),
        /** The member's space quota is used up. */
        NO_SPACE(false),
        /** There is no such member, lease or key. */
        NOT_FOUND(false),
        /** The answer is longer than this client takes in: ask for less. */
        TOO_LARGE(false),
        /** The request or the settings make no sense. */
        INVALID(false),
        /** The calling thread was interrupted, or the stream was cancelled. */
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
         * @return whether to retry
         */
        public boolean retryable() {
            return retryable;
        }
    }

    private final Kind kind;
    private final Optional<URI> endpoint;

    /**
     * A failure at one member.
     *
     * @param kind its sort
     * @param endpoint the member
     * @param message what was tried, what happened, what to do; without secrets
     */
    public EtcdException(Kind kind, URI endpoint, String message) {
        this(kind, Optional.of(endpoint), message);
    }

    /**
     * A failure.
     *
     * @param kind its sort
     * @param endpoint the member; empty where the whole cluster or only the settings are concerned
     * @param message what was tried, what happened, what to do; without secrets
     */
    public EtcdException(Kind kind, Optional<URI> endpoint, String message) {
        super(message);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /**
     * A failure with its cause.
     *
     * @param kind its sort
     * @param endpoint the member
     * @param message what was tried, what happened, what to do; without secrets
     * @param cause what the transport threw, for the log; holds no secret
     */
    public EtcdException(Kind kind, URI endpoint, String message, Throwable cause) {
        this(kind, endpoint, message);
        initCause(cause);
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
     * @return whether to retry
     */
    public boolean retryable() {
        return kind.retryable();
    }

    /**
     * The member it happened at.
     *
     * @return empty where the whole cluster or only the settings are concerned
     */
    public Optional<URI> endpoint() {
        return endpoint;
    }
}
