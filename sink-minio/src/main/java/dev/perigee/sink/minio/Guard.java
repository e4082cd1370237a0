package dev.perigee.sink.minio;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import okhttp3.Headers;

/**
 * The digest that travels with a span, and the proof that the store has kept those bytes.
 */
final class Guard {

    private final Storing.Checksum checksum;
    private final byte[] digest;

    /** {@code digest}: 32 bytes of SHA-256 or 16 of MD5, as the checksum setting has it. */
    private Guard(Storing.Checksum checksum, byte[] digest) {
        this.checksum = checksum;
        this.digest = digest;
    }

    /** Digests a span, and adds its bytes to the digest of the whole body. */
    static Guard over(Storing.Checksum checksum, Span span, MessageDigest whole) throws IOException {
        MessageDigest own = checksum == Storing.Checksum.WHEN_SUPPORTED ? Sha256.digester() : md5();
        span.digestInto(List.of(own, whole));
        return new Guard(checksum, own.digest());
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks MD5, which every runtime must have", e);
        }
    }

    Optional<String> sha256() {
        return checksum == Storing.Checksum.WHEN_SUPPORTED ? Optional.of(base64()) : Optional.empty();
    }

    Optional<String> contentMd5() {
        return checksum == Storing.Checksum.WHEN_REQUIRED ? Optional.of(base64()) : Optional.empty();
    }

    private String base64() {
        return Base64.getEncoder().encodeToString(digest);
    }

    /**
     * Refuses an answer that doesn't show that the store has these bytes. A server that checks nothing, or a web page
     * that answers 200 to everything, must not pass for a store.
     */
    void confirm(ObjectKey key, Span span, Headers answer) throws IOException {
        String etag = Optional.ofNullable(answer.get("ETag")).orElseThrow(() -> noStore(key));
        Optional<String> echoed = Optional.ofNullable(answer.get("x-amz-checksum-sha256"));
        if (echoed.isPresent()) {
            require(
                    checksum == Storing.Checksum.WHEN_REQUIRED || echoed.get().equals(base64()),
                    key,
                    "SHA-256 " + echoed.get());
        } else if (checksum == Storing.Checksum.WHEN_SUPPORTED) {
            require(hasMd5(etag, md5(span)), key, "ETag " + etag + ", and it does not say which SHA-256 it has");
        } else if (!encrypts(answer)) {
            require(hasMd5(etag, digest), key, "ETag " + etag);
        }
    }

    /** Whether the store says that it encrypts. */
    static boolean encrypts(Headers answer) {
        return answer.get("x-amz-server-side-encryption") != null
                || answer.get("x-amz-server-side-encryption-customer-algorithm") != null;
    }

    private static byte[] md5(Span span) throws IOException {
        MessageDigest md5 = md5();
        span.digestInto(List.of(md5));
        return md5.digest();
    }

    private static boolean hasMd5(String etag, byte[] md5) {
        return etag.replace("\"", "").equalsIgnoreCase(HexFormat.of().formatHex(md5));
    }

    static SinkException noStore(ObjectKey key) {
        return new SinkException(
                SinkException.Kind.INVALID,
                Optional.of(key),
                "put of '" + key + "': the answer has no ETag, so it does not come from an S3 server",
                Optional.of("check the endpoint: a web console or a proxy may listen there"),
                Optional.empty());
    }

    private static void require(boolean kept, ObjectKey key, String seen) throws SinkException {
        if (!kept) {
            throw new SinkException(
                    SinkException.Kind.DAMAGED,
                    Optional.of(key),
                    "put of '" + key + "': what the store has is not what was sent: its answer has " + seen,
                    Optional.of("if it happens each time, the server does not know these checksums:"
                            + " set checksum = when-required"),
                    Optional.empty());
        }
    }
}
