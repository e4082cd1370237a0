package dev.perigee.sink.s3;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.s3.S3ErrorTable;
import dev.perigee.sink.kit.s3.S3Operation;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.Quoted;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Turns whatever the SDK throws into a kind, a sentence and a cure. Pure. */
final class S3Errors {

    private final String place;

    /** {@code place}: the bucket and its server, as messages name them. */
    S3Errors(String place) {
        this.place = place;
    }

    private Attempt attempt(S3Operation operation, Optional<ObjectKey> key) {
        return new Attempt(operation.word(), key, place);
    }

    SinkException cancelled(S3Operation operation, Optional<ObjectKey> key) {
        return attempt(operation, key).cancelled();
    }

    /** No credentials to be had, which the SDK tells by a plain exception. */
    SinkException withoutCredentials(S3Operation operation, Optional<ObjectKey> key, SdkException e) {
        return attempt(operation, key)
                .failed(
                        Kind.DENIED,
                        "no credentials: " + e.getMessage(),
                        Optional.of(
                                "set access-key and secret-key (or secret-key-file), or provide them to the AWS chain:"
                                        + " environment, profile, web identity, container or instance"),
                        Optional.of(e));
    }

    SinkException explain(S3Operation operation, Optional<ObjectKey> key, Throwable thrown) {
        Attempt attempt = attempt(operation, key);
        return attempt.explain(
                thrown,
                cause -> cause instanceof AwsServiceException answer
                        ? answered(attempt, operation, answer)
                        : Attempt.innermost(cause)
                                .map(attempt::unanswered)
                                .orElseGet(() -> attempt.failed(
                                        Kind.OTHER, cause.toString(), Optional.empty(), Optional.of(cause))));
    }

    private static SinkException answered(Attempt attempt, S3Operation operation, AwsServiceException e) {
        S3ErrorTable verdict = S3ErrorTable.of(e.statusCode(), code(e), operation);
        String patience = header(e, "Retry-After")
                .map(wait -> "; it asks to wait " + Quoted.of(wait) + " s")
                .orElse("");
        String region = header(e, "x-amz-bucket-region")
                .map(is -> "; the bucket is in region " + Quoted.of(is))
                .orElse("");
        return attempt.failed(verdict.kind(), reason(e) + patience + region, verdict.hint(), Optional.of(e));
    }

    /** What the store said, in a few words. */
    static String reason(SdkException e) {
        if (e instanceof AwsServiceException answer) {
            String said = Optional.ofNullable(answer.awsErrorDetails())
                    .map(details -> details.errorMessage())
                    .filter(text -> !text.isBlank())
                    .map(text -> ": " + Quoted.of(text))
                    .orElse("");
            return "the store answered " + answer.statusCode()
                    + code(answer).map(code -> " " + Quoted.of(code)).orElse("") + said;
        }
        return String.valueOf(e.getMessage());
    }

    /** The code, unless the SDK has made it up: an answer without a body has none, whatever its class. */
    private static Optional<String> code(AwsServiceException e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(details -> details.errorCode())
                .filter(code -> !code.isBlank());
    }

    private static Optional<String> header(AwsServiceException e, String name) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(details -> details.sdkHttpResponse())
                .flatMap(response -> response.firstMatchingHeader(name));
    }

    /** What the store forbids until later. */
    SinkException held(ObjectKey key, S3Exception e) {
        return attempt(S3Operation.DELETE_VERSIONS, Optional.of(key))
                .failed(
                        Kind.HELD,
                        "an object lock holds it: " + reason(e),
                        Optional.of("it can be deleted when its retention has passed"),
                        Optional.of(e));
    }
}
