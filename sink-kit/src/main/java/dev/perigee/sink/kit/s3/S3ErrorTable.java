package dev.perigee.sink.kit.s3;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.words.Attempt;
import dev.perigee.sink.kit.words.Quoted;
import dev.perigee.sink.kit.words.Refusal;
import dev.perigee.sink.kit.words.Verb;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What sort of failure an answer of the store is. Pure.
 *
 * <p>The codes are those of the S3 API reference, with the dialects of MinIO and versitygw.
 *
 * @param kind its sort
 * @param hint the cure; empty where none is known
 */
public record S3ErrorTable(Kind kind, Optional<String> hint) {

    /** What is wrong in plain words, where the store's own have to be known to be understood. */
    private static final Map<String, String> PLAIN = Map.of(
            "NoSuchBucket", "there is no such bucket",
            "RequestTimeTooSkewed", "this machine's clock is off from the store's",
            "RequestExpired", "this machine's clock is off from the store's",
            "AuthorizationHeaderMalformed", "the bucket is in another region",
            "PermanentRedirect", "the bucket is in another region",
            "IllegalLocationConstraintException", "the server is another region's",
            "XMinioAdminBucketQuotaExceeded", "the bucket's quota is used up",
            "QuotaExceeded", "the bucket's quota is used up",
            "XMinioStorageFull", "the store's disk is full");

    private static final String WRONG_KEYS =
            "check access-key, secret-key and session-token, and that the key exists and is enabled";
    private static final String CLOCK = "set this machine's clock right: the store refuses requests that are off by"
            + " more than about 15 minutes";
    private static final String UNLOCKABLE =
            "the bucket was made without object lock: make one with it (on AWS it can be"
                    + " switched on later, too), or leave out object-lock";
    private static final String AHEAD = "the store's clock is ahead of this machine's: set the clocks right";
    private static final String REGION = "set region to the bucket's region";
    private static final String BUCKET_NAME =
            "correct bucket: its name takes 3 to 63 of a-z 0-9 . -, begins and ends with a"
                    + " letter or digit, and is no IP address";
    private static final String KMS =
            "check encryption.kms-key and the right to use it: kms:GenerateDataKey and" + " kms:Decrypt";

    private static final Map<String, S3ErrorTable> BY_CODE = Map.ofEntries(
            entry("NoSuchKey", Kind.NOT_FOUND, ""),
            entry("NoSuchBucket", Kind.INVALID, "create the bucket, correct its name, or set create-bucket = true"),
            entry("InvalidAccessKeyId", Kind.DENIED, WRONG_KEYS),
            entry("XAdminUserNotFound", Kind.DENIED, WRONG_KEYS),
            entry("SignatureDoesNotMatch", Kind.DENIED, WRONG_KEYS),
            entry("InvalidTokenId", Kind.DENIED, WRONG_KEYS),
            entry("InvalidToken", Kind.DENIED, WRONG_KEYS),
            entry("ExpiredToken", Kind.DENIED, "the temporary keys have expired: renew them"),
            entry("RequestTimeTooSkewed", Kind.INVALID, CLOCK),
            entry("RequestExpired", Kind.INVALID, CLOCK),
            entry("AuthorizationHeaderMalformed", Kind.INVALID, REGION),
            entry("PermanentRedirect", Kind.INVALID, REGION),
            entry("IllegalLocationConstraintException", Kind.INVALID, REGION),
            entry("InvalidLocationConstraint", Kind.INVALID, REGION),
            entry("InvalidBucketName", Kind.INVALID, BUCKET_NAME),
            entry("InvalidStorageClass", Kind.INVALID, "correct storage-class: this server does not know it"),
            entry(
                    "NotImplemented",
                    Kind.INVALID,
                    "this server can't do what the settings ask for: see encryption,"
                            + " object-lock, storage-class and tags"),
            entry("EntityTooLarge", Kind.TOO_LARGE, ""),
            entry("BadDigest", Kind.DAMAGED, ""),
            entry("XAmzContentChecksumMismatch", Kind.DAMAGED, ""),
            entry("XAmzContentSHA256Mismatch", Kind.DAMAGED, ""),
            entry("InvalidDigest", Kind.DAMAGED, ""),
            entry("IncompleteBody", Kind.UNREACHABLE, ""),
            entry("RequestTimeout", Kind.UNREACHABLE, ""),
            entry("SlowDown", Kind.BUSY, ""),
            entry("SlowDownRead", Kind.BUSY, ""),
            entry("SlowDownWrite", Kind.BUSY, ""),
            entry("ServiceUnavailable", Kind.BUSY, ""),
            entry("InternalError", Kind.BUSY, ""),
            entry("OperationAborted", Kind.BUSY, ""),
            entry("XMinioServerNotInitialized", Kind.BUSY, ""),
            entry("XMinioStorageFull", Kind.NO_SPACE, "make room on the server"),
            entry("XMinioAdminBucketQuotaExceeded", Kind.NO_SPACE, "raise the bucket's quota, or keep fewer backups"),
            entry("QuotaExceeded", Kind.NO_SPACE, "raise the bucket's quota, or keep fewer backups"),
            entry("KMS.DisabledException", Kind.DENIED, KMS),
            entry("KMS.NotFoundException", Kind.INVALID, KMS),
            entry("KMS.AccessDeniedException", Kind.DENIED, KMS));

    private static Map.Entry<String, S3ErrorTable> entry(String code, Kind kind, String hint) {
        return Map.entry(code, new S3ErrorTable(kind, Optional.of(hint).filter(text -> !text.isEmpty())));
    }

    static SinkException explain(Attempt attempt, Refusal refusal) {
        S3ErrorTable verdict =
                ofLock(attempt.verb(), refusal).orElseGet(() -> of(refusal.status(), refusal.code(), attempt.verb()));
        return refusal.explain(
                attempt,
                verdict.kind(),
                refusal.code().map(PLAIN::get),
                verdict.hint()
                        .map(hint -> hint.startsWith(REGION)
                                ? hint
                                        + refusal.region()
                                                .map(is -> ": " + Quoted.of(is))
                                                .orElse("")
                                : hint));
    }

    /** What goes wrong with locks has no code of its own. */
    private static Optional<S3ErrorTable> ofLock(Verb verb, Refusal refusal) {
        String message = refusal.message().replace(" ", "").toLowerCase(Locale.ROOT);
        if (message.contains("missingobjectlockconfiguration")) {
            return Optional.of(new S3ErrorTable(Kind.INVALID, Optional.of(UNLOCKABLE)));
        }
        if (message.contains("mustbeinthefuture")) {
            return Optional.of(new S3ErrorTable(Kind.INVALID, Optional.of(AHEAD)));
        }
        boolean marker = verb.needsObject() && verb != Verb.GET && refusal.is("MethodNotAllowed");
        return marker ? Optional.of(new S3ErrorTable(Kind.NOT_FOUND, Optional.empty())) : Optional.empty();
    }

    /**
     * By the code; by the status where there is none, or none that we know.
     *
     * @param status of HTTP
     * @param code the store's own
     * @param verb what was being done
     * @return never null
     */
    public static S3ErrorTable of(int status, Optional<String> code, Verb verb) {
        return code.map(BY_CODE::get)
                .map(Optional::of)
                .orElse(Optional.empty())
                .orElseGet(() -> byStatus(status, code, verb));
    }

    private static S3ErrorTable byStatus(int status, Optional<String> code, Verb verb) {
        return switch (status) {
            case 401, 403 -> denied(code, verb);
            case 407 -> new S3ErrorTable(Kind.DENIED, Optional.of("the proxy asks for proxy-user and proxy-password"));
            case 404, 405 ->
                new S3ErrorTable(
                        Kind.INVALID,
                        Optional.of(
                                "check endpoint, bucket and addressing: what answers" + " there may be no S3 server"));
            case 301, 302, 307, 308 ->
                new S3ErrorTable(Kind.INVALID, Optional.of(REGION + ", and endpoint to its address"));
            case 400 ->
                new S3ErrorTable(Kind.INVALID, Optional.of("check endpoint (http or https?), region and bucket"));
            case 501 -> BY_CODE.getOrDefault("NotImplemented", new S3ErrorTable(Kind.INVALID, Optional.empty()));
            case 507 -> new S3ErrorTable(Kind.NO_SPACE, Optional.of("make room on the server"));
            default -> new S3ErrorTable(Refusal.kind(status), Optional.empty());
        };
    }

    private static S3ErrorTable denied(Optional<String> code, Verb verb) {
        String grant = "grant these credentials " + permission(verb) + " on the bucket and path";
        return new S3ErrorTable(
                SinkException.Kind.DENIED,
                Optional.of(
                        code.isPresent() ? grant : grant + ", or look for a proxy that answers in the store's place"));
    }

    private static String permission(Verb verb) {
        return switch (verb) {
            case PUT -> "s3:PutObject";
            case PUT_HELD -> "s3:PutObject and s3:PutObjectRetention";
            case GET -> "s3:GetObject";
            case LIST -> "s3:ListBucket";
            case DELETE -> "s3:DeleteObject";
            case DELETE_ALL_VERSIONS -> "s3:ListBucketVersions and s3:DeleteObjectVersion";
            case HELD_UNTIL -> "s3:GetObjectRetention";
            case HOLD -> "s3:PutObjectRetention and s3:GetObjectRetention";
            case CREATE_BUCKET -> "s3:CreateBucket";
        };
    }
}
