package dev.perigee.etcd.client;

import dev.perigee.etcd.client.EtcdException.Kind;
import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Puts what grpc reports into our words. Never repeats what a stranger's server sent beyond its first line. */
final class Failures {

    private static final String DENIED =
            "the user may not do this; a snapshot and other maintenance need etcd's root role";

    private Failures() {}

    /** Of a call, or of a stream before its first message. */
    static EtcdException of(URI endpoint, String what, Status status) {
        return ofAuth(endpoint, what, status).orElseGet(() -> ofCode(endpoint, what, status));
    }

    /**
     * What etcd's auth objects to. By the text, which is etcd's API here: up to 3.5 a stream fails with status UNKNOWN.
     */
    private static Optional<EtcdException> ofAuth(URI endpoint, String what, Status status) {
        String text = text(status);
        if (!text.startsWith("etcdserver: ") && !text.startsWith("auth: ")) {
            return Optional.empty();
        }
        if (text.contains("permission denied")) {
            return Optional.of(failure(Kind.DENIED, endpoint, what, DENIED, status));
        }
        if (text.contains("invalid user ID or password")) {
            return Optional.of(failure(Kind.AUTH_FAILED, endpoint, what, "wrong user or password", status));
        }
        if (text.contains("user name is empty")) {
            return Optional.of(failure(
                    Kind.AUTH_FAILED,
                    endpoint,
                    what,
                    "the cluster has auth switched on and no user was given; give user and password",
                    status));
        }
        return Optional.empty();
    }

    private static EtcdException ofCode(URI endpoint, String what, Status status) {
        String text = text(status);
        return switch (status.getCode()) {
            case UNAVAILABLE -> unavailable(endpoint, what, status);
            case DEADLINE_EXCEEDED ->
                failure(
                        Kind.TIMEOUT,
                        endpoint,
                        what,
                        "no answer in time; is the member overloaded, or is the network broken?",
                        status);
            case UNAUTHENTICATED ->
                failure(
                        Kind.AUTH_FAILED,
                        endpoint,
                        what,
                        "the member doesn't accept the login (" + text + "); check user and password",
                        status);
            case PERMISSION_DENIED -> failure(Kind.DENIED, endpoint, what, DENIED, status);
            case UNIMPLEMENTED -> unimplemented(endpoint, what, status);
            case OUT_OF_RANGE -> failure(Kind.COMPACTED, endpoint, what, text, status);
            case NOT_FOUND -> failure(Kind.NOT_FOUND, endpoint, what, text, status);
            case INVALID_ARGUMENT, FAILED_PRECONDITION -> failure(Kind.INVALID, endpoint, what, text, status);
            case RESOURCE_EXHAUSTED -> exhausted(endpoint, what, status);
            case CANCELLED -> cancelled(endpoint, what, status);
            case UNKNOWN, INTERNAL -> unexpected(endpoint, what, status);
            default -> failure(Kind.OTHER, endpoint, what, status.getCode() + " " + text, status);
        };
    }

    /** So grpc also ends a call whose answer it could not parse, or had no memory for. */
    private static EtcdException cancelled(URI endpoint, String what, Status status) {
        Throwable cause = status.getCause();
        if (cause == null || cause instanceof InterruptedException) {
            return failure(Kind.CANCELLED, endpoint, what, "the call was interrupted", status);
        }
        return failure(
                Kind.OTHER,
                endpoint,
                what,
                "the answer can't be read (" + PeerText.clean(String.valueOf(cause.getMessage()))
                        + "); is that an etcd member, and nothing between that changes its answers?",
                status);
    }

    /** Of a stream that had begun. */
    static EtcdException brokenOff(URI endpoint, long received, Status status) {
        return failure(
                Kind.BROKEN_OFF,
                endpoint,
                "snapshot",
                "the stream broke off after " + received + " bytes (" + text(status)
                        + "); did the member stop, or the network break? It must start again from the beginning",
                status);
    }

    private static EtcdException unavailable(URI endpoint, String what, Status status) {
        String text = text(status);
        if (status.getCause() != null) {
            return TransportFailure.of(endpoint, what, status.getCause());
        }
        if (text.startsWith("etcdserver:")) {
            return failure(
                    Kind.BUSY,
                    endpoint,
                    what,
                    text + "; the cluster may be electing a leader, or has lost its majority",
                    status);
        }
        if (isForeign(text)) {
            return notEtcd(endpoint, what, status);
        }
        return failure(
                Kind.UNREACHABLE,
                endpoint,
                what,
                "the connection was lost (" + text + ")" + TransportFailure.schemeHint(endpoint),
                status);
    }

    private static EtcdException unexpected(URI endpoint, String what, Status status) {
        if (status.getCause() instanceof IOException || status.getCause() instanceof Http2Exception) {
            return TransportFailure.of(endpoint, what, status.getCause());
        }
        return isForeign(text(status))
                ? notEtcd(endpoint, what, status)
                : failure(Kind.OTHER, endpoint, what, text(status), status);
    }

    private static EtcdException unimplemented(URI endpoint, String what, Status status) {
        String text = text(status);
        return text.startsWith("unknown method")
                ? failure(Kind.INVALID, endpoint, what, "this etcd is too old for it (" + text + ")", status)
                : notEtcd(endpoint, what, status);
    }

    private static EtcdException exhausted(URI endpoint, String what, Status status) {
        String text = text(status);
        if (text.contains("database space exceeded")) {
            String cure = "the member's space quota is used up; compact, defragment, then disarm the alarm";
            return failure(Kind.NO_SPACE, endpoint, what, cure, status);
        }
        if (text.startsWith("gRPC message exceeds maximum size")) {
            return failure(
                    Kind.TOO_LARGE, endpoint, what, "the answer is too long (" + text + "); ask for less", status);
        }
        return failure(text.contains("too many requests") ? Kind.BUSY : Kind.INVALID, endpoint, what, text, status);
    }

    private static EtcdException notEtcd(URI endpoint, String what, Status status) {
        return failure(
                Kind.NOT_ETCD,
                endpoint,
                what,
                "something answers there that isn't etcd's client port (" + text(status) + "); check host and port",
                status);
    }

    /** Whether grpc complains about the protocol itself: an HTTP answer, or no HTTP/2 at all. */
    private static boolean isForeign(String text) {
        return text.startsWith("HTTP status code")
                || text.contains("invalid content-type")
                || text.contains("not SETTINGS");
    }

    private static EtcdException failure(Kind kind, URI endpoint, String what, String text, Status status) {
        String message = endpoint + ": " + what + ": " + text;
        Throwable cause = status.getCause();
        return cause == null
                ? new EtcdException(kind, endpoint, message)
                : new EtcdException(kind, endpoint, message, cause);
    }

    private static String text(Status status) {
        String description = status.getDescription();
        if (description == null || description.isBlank()) {
            return status.getCode().toString();
        }
        return PeerText.clean(description.lines().findFirst().orElse(""));
    }
}
