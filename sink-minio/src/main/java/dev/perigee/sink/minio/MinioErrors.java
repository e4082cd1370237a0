package dev.perigee.sink.minio;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.connect.ConnectionFailure;
import dev.perigee.sink.kit.s3.S3ErrorTable;
import dev.perigee.sink.kit.s3.S3Operation;
import dev.perigee.sink.kit.words.LeftBehind;
import dev.perigee.sink.kit.words.Quoted;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.XmlParserException;
import java.io.IOException;
import java.security.ProviderException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Turns whatever minio-java throws into a kind, a sentence and a cure. Pure.
 *
 * <p>Its own exceptions are never passed on as causes: their text holds the whole request, session token and all.
 */
final class MinioErrors {

    private final String place;

    /** {@code place}: the bucket and its server, as messages name them. */
    MinioErrors(String place) {
        this.place = place;
    }

    /** The store's code, where it has given one. */
    static Optional<String> code(Throwable thrown) {
        return thrown instanceof ErrorResponseException answer
                ? Optional.ofNullable(answer.errorResponse().code())
                : Optional.empty();
    }

    static int status(Throwable thrown) {
        return switch (thrown) {
            case ErrorResponseException answer -> answer.response().code();
            case BareAnswer answer -> answer.status();
            default -> 0;
        };
    }

    SinkException cancelled(S3Operation operation, Optional<ObjectKey> key) {
        return new SinkException(
                Kind.CANCELLED, key, subject(operation, key) + ": cancelled", Optional.empty(), Optional.empty());
    }

    SinkException explain(S3Operation operation, Optional<ObjectKey> key, Throwable thrown) {
        SinkException told = causes(thrown)
                .filter(SinkException.class::isInstance)
                .map(SinkException.class::cast)
                .findFirst()
                .orElseGet(() -> translate(operation, key, thrown));
        return Stream.of(thrown.getSuppressed())
                .filter(LeftBehind.class::isInstance)
                .map(LeftBehind.class::cast)
                .findFirst()
                .map(left -> withAdvice(told, left.advice()))
                .orElse(told);
    }

    private SinkException translate(S3Operation operation, Optional<ObjectKey> key, Throwable thrown) {
        return switch (thrown) {
            case ErrorResponseException answer ->
                refused(operation, key, answer, answer.response().header("Retry-After"));
            case BareAnswer answer ->
                refused(operation, key, answer, answer.retryAfter().orElse(null));
            case ProviderException e -> withoutCredentials(operation, key, e);
            case XmlParserException e -> noStore(operation, key);
            case IllegalArgumentException e ->
                new SinkException(
                        Kind.INVALID,
                        key,
                        subject(operation, key) + ": minio-java takes none of it: " + e.getMessage(),
                        Optional.of("check bucket, region and endpoint"),
                        Optional.of(e));
            default ->
                causes(thrown)
                        .filter(IOException.class::isInstance)
                        .reduce((outer, inner) -> inner)
                        .map(io -> broken(operation, key, (IOException) io))
                        .orElseGet(() -> new SinkException(
                                Kind.OTHER,
                                key,
                                subject(operation, key) + ": " + reason(thrown),
                                Optional.empty(),
                                Optional.of(thrown).filter(any -> !(any instanceof MinioException))));
        };
    }

    static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, at -> at != null, Throwable::getCause).limit(20);
    }

    private SinkException refused(
            S3Operation operation,
            Optional<ObjectKey> key,
            Exception e,
            @org.jspecify.annotations.Nullable String retryAfter) {
        S3ErrorTable verdict = S3ErrorTable.of(status(e), code(e), operation);
        String patience = retryAfter == null ? "" : "; it asks to wait " + Quoted.of(retryAfter) + " s";
        return new SinkException(
                verdict.kind(),
                key,
                subject(operation, key) + ": " + reason(e) + patience,
                verdict.hint(),
                Optional.empty());
    }

    /** What the store said, in a few words and without the request. */
    static String reason(Throwable thrown) {
        return switch (thrown) {
            case ErrorResponseException answer ->
                "the store answered " + status(answer) + " "
                        + Quoted.of(answer.errorResponse().code() + ": "
                                + answer.errorResponse().message());
            case MinioException e -> String.valueOf(e.getMessage());
            default -> String.valueOf(thrown);
        };
    }

    private SinkException withoutCredentials(S3Operation operation, Optional<ObjectKey> key, ProviderException e) {
        return new SinkException(
                Kind.DENIED,
                key,
                subject(operation, key) + ": no credentials: " + e.getMessage(),
                Optional.of("set access-key and secret-key (or secret-key-file), or provide them by MINIO_ACCESS_KEY,"
                        + " AWS_ACCESS_KEY_ID, mc-alias, profile, web identity or instance"),
                Optional.empty());
    }

    private SinkException noStore(S3Operation operation, Optional<ObjectKey> key) {
        return new SinkException(
                Kind.INVALID,
                key,
                subject(operation, key) + ": the answer is none of an S3 server's",
                Optional.of("check the endpoint: a web console or a proxy may listen there"),
                Optional.empty());
    }

    private SinkException broken(S3Operation operation, Optional<ObjectKey> key, IOException e) {
        ConnectionFailure failure = ConnectionFailure.of(e);
        return new SinkException(
                failure.kind(),
                key,
                subject(operation, key) + ": " + failure.text() + ": " + e.getMessage(),
                Optional.of(failure.cure()),
                Optional.of(e));
    }

    /** What the store forbids until later. */
    SinkException held(ObjectKey key, Exception e) {
        return new SinkException(
                Kind.HELD,
                Optional.of(key),
                subject(S3Operation.DELETE_VERSIONS, Optional.of(key)) + ": an object lock holds it: " + reason(e),
                Optional.of("it can be deleted when its retention has passed"),
                Optional.empty());
    }

    private static SinkException withAdvice(SinkException e, String advice) {
        return new SinkException(
                e.kind(),
                e.key(),
                String.valueOf(e.getMessage()),
                Optional.of(e.hint().map(hint -> hint + "; ").orElse("") + advice),
                Optional.of(e));
    }

    private String subject(S3Operation operation, Optional<ObjectKey> key) {
        return operation.word() + key.map(of -> " of '" + of + "'").orElse("") + " in " + place;
    }
}
