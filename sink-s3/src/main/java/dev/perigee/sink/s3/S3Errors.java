package dev.perigee.sink.s3;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.connect.ConnectionFailure;
import dev.perigee.sink.kit.s3.S3ErrorTable;
import dev.perigee.sink.kit.s3.S3Operation;
import dev.perigee.sink.kit.words.LeftBehind;
import dev.perigee.sink.kit.words.Quoted;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
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

    SinkException cancelled(S3Operation operation, Optional<ObjectKey> key) {
        return new SinkException(
                Kind.CANCELLED, key, subject(operation, key) + ": cancelled", Optional.empty(), Optional.empty());
    }

    /** No credentials to be had, which the SDK tells by a plain exception. */
    SinkException withoutCredentials(S3Operation operation, Optional<ObjectKey> key, SdkException e) {
        return new SinkException(
                Kind.DENIED,
                key,
                subject(operation, key) + ": no credentials: " + e.getMessage(),
                Optional.of("set access-key and secret-key (or secret-key-file), or provide them to the AWS chain:"
                        + " environment, profile, web identity, container or instance"),
                Optional.of(e));
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
        if (thrown instanceof AwsServiceException answer) {
            return answered(operation, key, answer);
        }
        return causes(thrown)
                .filter(IOException.class::isInstance)
                .reduce((outer, inner) -> inner)
                .map(io -> broken(operation, key, (IOException) io))
                .orElseGet(() -> new SinkException(
                        Kind.OTHER,
                        key,
                        subject(operation, key) + ": " + thrown,
                        Optional.empty(),
                        Optional.of(thrown)));
    }

    static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, at -> at != null, Throwable::getCause).limit(20);
    }

    private SinkException answered(S3Operation operation, Optional<ObjectKey> key, AwsServiceException e) {
        S3ErrorTable verdict = S3ErrorTable.of(e.statusCode(), code(e), operation);
        String patience = header(e, "Retry-After")
                .map(wait -> "; it asks to wait " + Quoted.of(wait) + " s")
                .orElse("");
        String region = header(e, "x-amz-bucket-region")
                .map(is -> "; the bucket is in region " + Quoted.of(is))
                .orElse("");
        return new SinkException(
                verdict.kind(),
                key,
                subject(operation, key) + ": " + reason(e) + patience + region,
                verdict.hint(),
                Optional.of(e));
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
    SinkException held(ObjectKey key, S3Exception e) {
        return new SinkException(
                Kind.HELD,
                Optional.of(key),
                subject(S3Operation.DELETE_VERSIONS, Optional.of(key)) + ": an object lock holds it: " + reason(e),
                Optional.of("it can be deleted when its retention has passed"),
                Optional.of(e));
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
