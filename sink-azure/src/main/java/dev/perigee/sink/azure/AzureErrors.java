package dev.perigee.sink.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.storage.blob.models.BlobStorageException;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.connect.HttpDate;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;

/**
 * Turns whatever the SDK throws into a kind, a sentence and a cure.
 *
 * <p>Answers are never passed on as causes, nor are their words: a refused signature is explained with what was signed, and
 * addresses have the shared access signature in them.
 *
 * @param attempt what was being done
 * @param login who we were
 * @param clock this machine's
 */
record AzureErrors(Attempt attempt, Account.Login login, InstantSource clock) {

    /** The store's codes that say more than the status. */
    private static final Map<String, Kind> BY_CODE = Map.ofEntries(
            Map.entry("LeaseIdMissing", Kind.HELD),
            Map.entry("ServerBusy", Kind.BUSY),
            Map.entry("InternalError", Kind.BUSY),
            Map.entry("OperationTimedOut", Kind.BUSY),
            Map.entry("ContainerBeingDeleted", Kind.BUSY),
            Map.entry("InvalidBlockList", Kind.BUSY),
            Map.entry("Md5Mismatch", Kind.DAMAGED),
            Map.entry("Crc64Mismatch", Kind.DAMAGED),
            Map.entry("RequestBodyTooLarge", Kind.TOO_LARGE),
            Map.entry("BlockCountExceedsLimit", Kind.TOO_LARGE));

    /** Azure takes what is off by less than this. */
    private static final Duration SKEW = Duration.ofMinutes(14);

    private static final Pattern LOGIN_ERROR = Pattern.compile("AADSTS\\d+");

    /** The store's own word for what it refused; empty if it isn't the store's refusal. */
    static String code(Throwable thrown) {
        return Attempt.first(thrown, BlobStorageException.class)
                .map(BlobStorageException::getErrorCode)
                .map(Object::toString)
                .orElse("");
    }

    SinkException explain(Throwable thrown) {
        Optional<BlobStorageException> answer = Attempt.first(thrown, BlobStorageException.class);
        if (answer.isPresent()) {
            return answered(answer.get());
        }
        if (isAboutToken(thrown)) {
            return withoutToken(thrown);
        }
        return Attempt.innermost(thrown)
                .filter(e -> !isAboutText(thrown))
                .map(attempt::unanswered)
                .orElseGet(() -> attempt.failed(
                        Kind.OTHER, "the answer makes no sense", Optional.of("check the endpoint"), Optional.empty()));
    }

    private static boolean isAboutText(Throwable thrown) {
        return Attempt.causes(thrown)
                .anyMatch(cause -> cause instanceof XMLStreamException || cause instanceof IllegalStateException);
    }

    private static boolean isAboutToken(Throwable thrown) {
        return Attempt.causes(thrown)
                .map(cause -> cause.getClass().getName())
                .anyMatch(name -> name.startsWith("com.azure.identity.")
                        || name.startsWith("com.azure.core.exception.ClientAuthentication")
                        || name.startsWith("com.microsoft.aad."));
    }

    private SinkException withoutToken(Throwable thrown) {
        String told = Attempt.causes(thrown)
                .map(cause -> LOGIN_ERROR.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .map(found -> ": " + found.group())
                .findFirst()
                .orElse("");
        return attempt.failed(
                Kind.DENIED,
                "no access token to be had" + told,
                Optional.of(
                        "set account-key, sas-token or connection-string, or give this machine a managed identity or"
                                + " its pod a workload identity"),
                Optional.empty());
    }

    private SinkException answered(BlobStorageException e) {
        String code = code(e);
        Optional<String> told = Optional.of(code).filter(word -> !word.isEmpty());
        Refusal refusal = Refusal.of(e.getStatusCode(), told, "", header(e, HttpHeaderName.RETRY_AFTER));
        Kind kind = kind(e.getStatusCode(), code);
        return refusal.explain(attempt, kind, Optional.empty(), hint(kind, code, e));
    }

    private static Optional<String> header(BlobStorageException e, HttpHeaderName name) {
        return Optional.ofNullable(e.getResponse()).map((HttpResponse answer) -> answer.getHeaderValue(name));
    }

    private Kind kind(int status, String code) {
        if (code.startsWith("BlobImmutableDueTo")) {
            return Kind.HELD;
        }
        if (code.equals("BlobNotFound") && attempt.verb().needsObject()) {
            return Kind.NOT_FOUND;
        }
        return Optional.ofNullable(BY_CODE.get(code)).orElseGet(() -> Refusal.kind(status));
    }

    private Optional<String> hint(Kind kind, String code, BlobStorageException e) {
        return Optional.of(
                        switch (kind) {
                            case DENIED -> denied(e.getStatusCode(), code, e);
                            case HELD ->
                                code.equals("LeaseIdMissing")
                                        ? "somebody has a lease on it; break it, or wait for its end"
                                        : "it can be deleted when its immutability policy or legal hold has ended";
                            case INVALID ->
                                code.equals("ContainerNotFound")
                                        ? "create the container, correct its name, or set create-container = true"
                                        : "check account, endpoint, container, storage-class and object-lock";
                            case OTHER -> code.equals("BlobArchived") ? "bring it back to an online tier first" : "";
                            default -> "";
                        })
                .filter(text -> !text.isEmpty());
    }

    private String denied(int status, String code, BlobStorageException e) {
        Optional<Duration> skew = skew(e);
        if (skew.isPresent()) {
            return "this machine's clock is " + skew.get().toMinutes() + " minutes off the store's: set it right";
        }
        return switch (code) {
            case "AuthorizationFailure" ->
                "check whether the account's firewall lets this machine in; and " + byLogin();
            case "KeyBasedAuthenticationNotPermitted" ->
                "the account takes no keys: leave out account-key, and use a managed or workload identity";
            case "AuthenticationFailed" -> byLogin();
            default ->
                status == 407
                        ? "check proxy-user and proxy-password"
                        : "grant " + action() + " on the container (role Storage Blob Data Contributor)";
        };
    }

    private String action() {
        return switch (attempt.verb()) {
            case PUT, PUT_HELD -> "blobs/write and blobs/add/action";
            case GET, LIST, HELD_UNTIL -> "blobs/read";
            case HOLD -> "blobs/immutableStorage/runAsSuperUser/action";
            case DELETE, DELETE_ALL_VERSIONS -> "blobs/delete";
            case CREATE_BUCKET -> "containers/write";
        };
    }

    private String byLogin() {
        return switch (login) {
            case Account.Login.SharedKey key -> "check account and account-key: the key may have been rotated";
            case Account.Login.Sas sas -> "check sas-token: it may have ended, or been made with a rotated key";
            case Account.Login.Identity identity -> "check this machine's identity, and its tenant";
        };
    }

    /** By how much the clocks differ, if that is why. */
    private Optional<Duration> skew(BlobStorageException e) {
        return header(e, HttpHeaderName.DATE)
                .flatMap(HttpDate::parse)
                .map(date -> Duration.between(date, clock.instant()).abs())
                .filter(difference -> difference.compareTo(SKEW) > 0);
    }
}
