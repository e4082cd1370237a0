package dev.perigee.sink.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.cloud.storage.StorageException;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.Refusal;
import dev.perigee.sink.kit.words.Verb;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns whatever the library throws into a kind, a sentence and a cure. Pure.
 *
 * <p>Answers are never passed on as causes: their text holds the address of the upload, which is all one needs to write to
 * it.
 */
final class GcsErrors {

    /** The store's reasons that say more than the status. */
    private static final Map<String, Kind> BY_REASON = Map.ofEntries(
            Map.entry("retentionPolicyNotMet", Kind.HELD),
            Map.entry("objectUnderActiveHold", Kind.HELD),
            Map.entry("objectRetentionPolicyNotMet", Kind.HELD),
            Map.entry("rateLimitExceeded", Kind.BUSY),
            Map.entry("userRateLimitExceeded", Kind.BUSY),
            Map.entry("slowDown", Kind.BUSY),
            Map.entry("backendError", Kind.BUSY),
            Map.entry("quotaExceeded", Kind.NO_SPACE),
            Map.entry("storageQuotaExceeded", Kind.NO_SPACE),
            Map.entry("uploadTooLarge", Kind.TOO_LARGE));

    private static final Pattern REASON = Pattern.compile("\"reason\"\\s*:\\s*\"(\\w{1,64})\"");

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
        Optional<String> patience = Attempt.first(e, HttpResponseException.class)
                .map(answer -> answer.getHeaders().getRetryAfter());
        Refusal refusal = Refusal.of(e.getCode(), reason(e), said(e), patience);
        return refusal.explain(
                attempt, kind, plain(kind, e.getCode(), attempt.verb()), hint(kind, e.getCode(), attempt.verb()));
    }

    /** Of an upload the library gives the whole exchange as its message, and no reason apart. */
    private static Optional<String> reason(StorageException e) {
        return Optional.ofNullable(e.getReason())
                .or(() -> REASON.matcher(String.valueOf(e.getMessage()))
                        .results()
                        .map(found -> found.group(1))
                        .findFirst());
    }

    /** Only what a JSON answer says: other text comes with the request's address. */
    private static String said(StorageException e) {
        return Optional.ofNullable(e.getReason())
                .flatMap(reason -> Optional.ofNullable(e.getMessage()))
                .filter(text -> !text.contains("upload_id="))
                .orElse("");
    }

    private static Kind kind(StorageException e, Verb verb) {
        Kind byStatus = switch (e.getCode()) {
            case 404 -> verb.needsObject() ? Kind.NOT_FOUND : Kind.INVALID;
            case 412 -> Kind.BUSY; // somebody has changed it meanwhile
            default -> Refusal.kind(e.getCode());
        };
        return reason(e).map(BY_REASON::get).orElse(byStatus);
    }

    private static Optional<String> plain(Kind kind, int code, Verb verb) {
        boolean noBucket = code == 404 && !verb.needsObject();
        return kind == Kind.NO_SPACE
                ? Optional.of("the quota is used up")
                : Optional.of("there is no such bucket").filter(words -> noBucket);
    }

    private static Optional<String> hint(Kind kind, int code, Verb verb) {
        return switch (kind) {
            case DENIED -> Optional.of(denied(code, verb));
            case NO_SPACE -> Optional.of("raise the quota of the project, or keep fewer backups");
            case HELD -> Optional.of("it can be deleted when its retention or hold has ended");
            case INVALID ->
                Optional.of(
                        code == 404
                                ? "create the bucket, correct its name, or set create-bucket = true"
                                : "check endpoint, bucket, kms-key, storage-class and object-lock");
            default -> Optional.empty();
        };
    }

    private static String denied(int code, Verb verb) {
        return switch (code) {
            case 401 -> "check the credentials, and this machine's clock";
            case 407 -> "the proxy asks for a login, which this sink does not do";
            default -> "grant these credentials " + permission(verb) + " on the bucket";
        };
    }

    private static String permission(Verb verb) {
        return switch (verb) {
            case PUT -> "storage.objects.create (and storage.objects.delete to replace)";
            case PUT_HELD -> "storage.objects.create and storage.objects.setRetention";
            case GET, HELD_UNTIL -> "storage.objects.get";
            case LIST -> "storage.objects.list";
            case DELETE, DELETE_ALL_VERSIONS -> "storage.objects.delete";
            case HOLD -> "storage.objects.get, storage.objects.update and storage.objects.setRetention";
            case CREATE_BUCKET -> "storage.buckets.create";
        };
    }
}
