package dev.perigee.sink.minio;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.s3.S3ErrorTable;
import dev.perigee.sink.kit.s3.S3Operation;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.Quoted;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.XmlParserException;
import java.security.ProviderException;
import java.util.Optional;

/**
 * Turns whatever minio-java throws into a kind, a sentence and a cure. Pure.
 *
 * <p>Its own exceptions are never passed on as causes: their text holds the whole request, session token and all.
 */
final class MinioErrors {

    private static final String CREDENTIALS =
            "set access-key and secret-key (or secret-key-file), or provide them by MINIO_ACCESS_KEY, AWS_ACCESS_KEY_ID,"
                    + " mc-alias, profile, web identity or instance";

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

    private Attempt attempt(S3Operation operation, Optional<ObjectKey> key) {
        return new Attempt(operation.word(), key, place);
    }

    SinkException cancelled(S3Operation operation, Optional<ObjectKey> key) {
        return attempt(operation, key).cancelled();
    }

    SinkException explain(S3Operation operation, Optional<ObjectKey> key, Throwable thrown) {
        Attempt attempt = attempt(operation, key);
        return attempt.explain(thrown, cause -> translate(attempt, operation, cause));
    }

    private static SinkException translate(Attempt attempt, S3Operation operation, Throwable thrown) {
        return switch (thrown) {
            case ErrorResponseException answer ->
                refused(
                        attempt,
                        operation,
                        answer,
                        Optional.ofNullable(answer.response().header("Retry-After")));
            case BareAnswer answer -> refused(attempt, operation, answer, answer.retryAfter());
            case ProviderException e ->
                attempt.failed(
                        Kind.DENIED, "no credentials: " + e.getMessage(), Optional.of(CREDENTIALS), Optional.empty());
            case XmlParserException e ->
                attempt.failed(
                        Kind.INVALID,
                        "the answer is none of an S3 server's",
                        Optional.of("check the endpoint: a web console or a proxy may listen there"),
                        Optional.empty());
            case IllegalArgumentException e ->
                attempt.failed(
                        Kind.INVALID,
                        "minio-java takes none of it: " + e.getMessage(),
                        Optional.of("check bucket, region and endpoint"),
                        Optional.of(e));
            default ->
                Attempt.innermost(thrown)
                        .map(attempt::unanswered)
                        .orElseGet(() -> attempt.failed(
                                Kind.OTHER,
                                reason(thrown),
                                Optional.empty(),
                                Optional.of(thrown).filter(any -> !(any instanceof MinioException))));
        };
    }

    private static SinkException refused(
            Attempt attempt, S3Operation operation, Exception e, Optional<String> retryAfter) {
        S3ErrorTable verdict = S3ErrorTable.of(status(e), code(e), operation);
        String patience = retryAfter
                .map(wait -> "; it asks to wait " + Quoted.of(wait) + " s")
                .orElse("");
        return attempt.failed(verdict.kind(), reason(e) + patience, verdict.hint(), Optional.empty());
    }

    /** What the store said, in a few words and without the request. */
    static String reason(Throwable thrown) {
        return switch (thrown) {
            case ErrorResponseException answer ->
                "the store answered " + status(answer) + " "
                        + Quoted.of(answer.errorResponse().code() + ": "
                                + answer.errorResponse().message());
            case MinioException e -> String.valueOf(e.getMessage());
            case BareAnswer answer -> String.valueOf(answer.getMessage());
            default -> String.valueOf(thrown);
        };
    }

    /** What the store forbids until later. */
    SinkException held(ObjectKey key, Exception e) {
        return attempt(S3Operation.DELETE_VERSIONS, Optional.of(key))
                .failed(
                        Kind.HELD,
                        "an object lock holds it: " + reason(e),
                        Optional.of("it can be deleted when its retention has passed"),
                        Optional.empty());
    }
}
