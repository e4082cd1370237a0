package dev.perigee.sink.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.cloud.storage.StorageException;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.Quoted;
import dev.perigee.sink.kit.words.Verb;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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

    private GcsErrors() {}

    static SinkException withoutCredentials(Exception e) {
        return new SinkException(
                Kind.DENIED,
                Optional.empty(),
                "no credentials: " + e.getMessage(),
                Optional.of("set credentials-file, or provide application default credentials; credentials = none is"
                        + " for emulators"),
                Optional.of(e));
    }

    static SinkException explain(Attempt attempt, Throwable thrown) {
        Optional<StorageException> answer =
                Attempt.first(thrown, StorageException.class).filter(e -> e.getCode() > 0);
        if (answer.isPresent()) {
            return answered(attempt, answer.get());
        }
        if (isAboutCredentials(thrown)) {
            return attempt.failed(
                    Kind.DENIED,
                    "no access token to be had",
                    Optional.of("check that the account exists, its key is valid and this machine's clock is right"),
                    Optional.empty());
        }
        return Attempt.innermost(thrown)
                .map(e -> e instanceof HttpResponseException ? senseless(attempt) : attempt.unanswered(e))
                .orElseGet(() -> attempt.failed(Kind.OTHER, thrown.toString(), Optional.empty(), Optional.empty()));
    }

    /** Not passed on as the cause: see above. */
    private static SinkException senseless(Attempt attempt) {
        return attempt.failed(
                Kind.UNREACHABLE,
                "no sensible answer",
                Optional.of("check that the server runs, and that firewall and proxy let us through"),
                Optional.empty());
    }

    private static boolean isAboutCredentials(Throwable thrown) {
        return Attempt.causes(thrown)
                .anyMatch(cause -> cause.getClass().getName().startsWith("com.google.auth.")
                        || cause.getClass().getSimpleName().equals("TokenResponseException"));
    }

    private static SinkException answered(Attempt attempt, StorageException e) {
        Kind kind = kind(e, attempt.verb());
        String reason = Optional.ofNullable(e.getReason())
                .map(word -> " " + Quoted.of(word))
                .orElse("");
        String patience = Attempt.first(e, HttpResponseException.class)
                .map(answer -> answer.getHeaders().getRetryAfter())
                .map(wait -> "; it asks to wait " + Quoted.of(wait) + " s")
                .orElse("");
        return attempt.failed(
                kind,
                "the store answered " + e.getCode() + reason + said(e) + patience,
                hint(kind, e.getCode(), attempt.verb()),
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

    private static Kind kind(StorageException e, Verb verb) {
        String reason = Objects.requireNonNullElse(e.getReason(), "");
        if (HELD.contains(reason)) {
            return Kind.HELD;
        }
        if (PATIENCE.contains(reason)) {
            return Kind.BUSY;
        }
        if (reason.equals("quotaExceeded") || reason.equals("storageQuotaExceeded")) {
            return Kind.NO_SPACE;
        }
        return switch (e.getCode()) {
            case 401, 403, 407 -> Kind.DENIED;
            case 404 -> verb == Verb.GET ? Kind.NOT_FOUND : Kind.INVALID;
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

    private static Optional<String> hint(Kind kind, int code, Verb verb) {
        return Optional.of(
                        switch (kind) {
                            case DENIED ->
                                switch (code) {
                                    case 401 -> "check the credentials, and this machine's clock";
                                    case 407 -> "the proxy asks for a login, which this sink does not do";
                                    default -> "grant these credentials " + permission(verb) + " on the bucket";
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

    private static String permission(Verb verb) {
        return switch (verb) {
            case PUT -> "storage.objects.create (and storage.objects.delete to replace)";
            case GET -> "storage.objects.get";
            case LIST -> "storage.objects.list";
            case DELETE, DELETE_ALL_VERSIONS -> "storage.objects.delete";
            case CREATE_BUCKET -> "storage.buckets.create";
        };
    }
}
