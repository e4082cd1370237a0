package dev.perigee.sink.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.cloud.storage.StorageException;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.words.Quoted;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Turns whatever the library throws into a kind, a sentence and a cure. Pure.
 *
 * <p>Answers are never passed on as causes: their text holds the address of the upload, which is all one needs to write to
 * it.
 */
final class GcsErrors {

    /** The reasons by which the store says "not before the retention or hold has ended". */
    private static final Set<String> HELD =
            Set.of("retentionPolicyNotMet", "objectUnderActiveHold", "objectRetentionPolicyNotMet");

    private static final Set<String> PATIENCE =
            Set.of("rateLimitExceeded", "userRateLimitExceeded", "slowDown", "backendError");

    private final String place;

    /** {@code place}: the bucket and its server, as messages name them. */
    GcsErrors(String place) {
        this.place = place;
    }

    SinkException cancelled(Operation operation, Optional<ObjectKey> key) {
        return new SinkException(
                Kind.CANCELLED, key, subject(operation, key) + ": cancelled", Optional.empty(), Optional.empty());
    }

    SinkException withoutCredentials(Operation operation, Optional<ObjectKey> key, Exception e) {
        return new SinkException(
                Kind.DENIED,
                key,
                subject(operation, key) + ": no credentials: " + e.getMessage(),
                Optional.of("set credentials-file, or provide application default credentials; credentials = none is"
                        + " for emulators"),
                Optional.of(e));
    }

    SinkException explain(Operation operation, Optional<ObjectKey> key, Throwable thrown) {
        Optional<SinkException> own = first(thrown, SinkException.class);
        if (own.isPresent()) {
            return own.get();
        }
        Optional<StorageException> answer =
                first(thrown, StorageException.class).filter(e -> e.getCode() > 0);
        if (answer.isPresent()) {
            return answered(operation, key, answer.get());
        }
        if (isAboutCredentials(thrown)) {
            return failed(
                    Kind.DENIED,
                    operation,
                    key,
                    Optional.empty(),
                    "no access token to be had",
                    "check that the account exists, its key is valid and this machine's clock is right");
        }
        return first(thrown, IOException.class)
                .map(io -> broken(operation, key, deepest(io)))
                .orElseGet(() -> new SinkException(
                        Kind.OTHER, key, subject(operation, key) + ": " + thrown, Optional.empty(), Optional.empty()));
    }

    private static boolean isAboutCredentials(Throwable thrown) {
        return causes(thrown)
                .anyMatch(cause -> cause.getClass().getName().startsWith("com.google.auth.")
                        || cause.getClass().getSimpleName().equals("TokenResponseException"));
    }

    private static <T> Optional<T> first(Throwable thrown, Class<T> type) {
        return causes(thrown).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static IOException deepest(IOException e) {
        return causes(e)
                .filter(IOException.class::isInstance)
                .map(IOException.class::cast)
                .reduce(e, (outer, inner) -> inner);
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(20);
    }

    private SinkException answered(Operation operation, Optional<ObjectKey> key, StorageException e) {
        Kind kind = kind(e, operation);
        String reason = Optional.ofNullable(e.getReason())
                .map(word -> " " + Quoted.of(word))
                .orElse("");
        String patience = first(e, HttpResponseException.class)
                .map(answer -> answer.getHeaders().getRetryAfter())
                .map(wait -> "; it asks to wait " + Quoted.of(wait) + " s")
                .orElse("");
        return new SinkException(
                kind,
                key,
                subject(operation, key) + ": the store answered " + e.getCode() + reason + said(e) + patience,
                hint(kind, e.getCode(), operation),
                Optional.empty());
    }

    /** Only what a JSON answer says: other text comes with the request's address. */
    private static String said(StorageException e) {
        return Optional.ofNullable(e.getReason())
                .flatMap(reason -> Optional.ofNullable(e.getMessage()))
                .filter(text -> !text.contains("upload_id="))
                .map(text -> ": " + Quoted.of(text))
                .orElse("");
    }

    private static Kind kind(StorageException e, Operation operation) {
        String reason = Objects.requireNonNullElse(e.getReason(), "");
        if (HELD.contains(reason)) {
            return Kind.HELD;
        }
        if (PATIENCE.contains(reason)) {
            return Kind.BUSY;
        }
        return switch (e.getCode()) {
            case 401, 403, 407 -> Kind.DENIED;
            case 404 -> operation == Operation.GET ? Kind.NOT_FOUND : Kind.INVALID;
            case 408 -> Kind.UNREACHABLE;
            case 413 -> Kind.TOO_LARGE;
            case 429 -> Kind.BUSY;
            case 507 -> Kind.NO_SPACE;
            default -> byRange(e.getCode(), reason);
        };
    }

    private static Kind byRange(int code, String reason) {
        if (reason.equals("uploadTooLarge")) {
            return Kind.TOO_LARGE;
        }
        return code >= 500 ? Kind.BUSY : code == 400 || code < 400 ? Kind.INVALID : Kind.OTHER;
    }

    private static Optional<String> hint(Kind kind, int code, Operation operation) {
        return Optional.of(
                        switch (kind) {
                            case DENIED ->
                                switch (code) {
                                    case 401 -> "check the credentials, and this machine's clock";
                                    case 407 -> "the proxy asks for a login, which this sink does not do";
                                    default -> "grant these credentials " + operation.permission() + " on the bucket";
                                };
                            case HELD -> "it can be deleted when its retention or hold has ended";
                            case INVALID ->
                                code == 404
                                        ? "create the bucket, correct its name, or set create-bucket = true"
                                        : "check endpoint, bucket, kms-key, storage-class and object-lock";
                            default -> "";
                        })
                .filter(text -> !text.isEmpty());
    }

    private SinkException broken(Operation operation, Optional<ObjectKey> key, IOException e) {
        boolean trust = causes(e)
                .anyMatch(cause -> cause instanceof CertificateException
                        || cause instanceof SSLHandshakeException
                        || cause instanceof SSLPeerUnverifiedException);
        String why = ": " + e.getMessage();
        if (trust) {
            String hint = "set ca to the certificate authority of this server, and check the endpoint's host name and"
                    + " the certificate's dates";
            return failed(
                    Kind.INVALID, operation, key, Optional.of(e), "no trust in the server's certificate" + why, hint);
        }
        if (e instanceof SSLException) {
            String hint = "check whether the endpoint is http or https";
            return failed(Kind.INVALID, operation, key, Optional.of(e), "no TLS with the server" + why, hint);
        }
        if (e instanceof UnknownHostException) {
            return failed(
                    Kind.UNREACHABLE,
                    operation,
                    key,
                    Optional.of(e),
                    "unknown host" + why,
                    "check the endpoint's name");
        }
        String hint = "check that the server runs, and that firewall and proxy let us through";
        boolean answer = e instanceof HttpResponseException;
        return failed(
                Kind.UNREACHABLE,
                operation,
                key,
                Optional.of(e).filter(io -> !answer),
                answer ? "no sensible answer" : "the line failed" + why,
                hint);
    }

    private SinkException failed(
            Kind kind,
            Operation operation,
            Optional<ObjectKey> key,
            Optional<? extends Throwable> cause,
            String what,
            String hint) {
        return new SinkException(
                kind, key, subject(operation, key) + ": " + what, Optional.of(hint), cause.map(Throwable.class::cast));
    }

    private String subject(Operation operation, Optional<ObjectKey> key) {
        return operation.word() + key.map(of -> " of '" + of + "'").orElse("") + " in " + place;
    }
}
