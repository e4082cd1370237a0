package dev.perigee.sink.kit.multipart;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.body.CheckedBody;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The digest that travels with a range of a body, and the proof that the store has kept those bytes.
 */
public final class PartChecksum {

    /** What guards the bytes on their way. */
    public enum Use {
        /** A SHA-256 with every request that carries bytes; the store checks it and says it back. */
        WHEN_SUPPORTED,
        /** Only what every server knows: Content-MD5. For servers that trip over newer headers. */
        WHEN_REQUIRED
    }

    private final Use use;
    private final byte[] digest;

    /** {@code digest}: 32 bytes of SHA-256 or 16 of MD5, as its use has it. */
    private PartChecksum(Use use, byte[] digest) {
        this.use = use;
        this.digest = digest;
    }

    /**
     * Digests a range, and adds its bytes to the digest of the whole body.
     *
     * @param use what to digest it with
     * @param range what travels
     * @param whole the digest of the whole body
     * @return the range's checksum
     * @throws IOException if the bytes can't be had
     */
    public static PartChecksum over(Use use, BodyRange range, MessageDigest whole) throws IOException {
        MessageDigest own = use == Use.WHEN_SUPPORTED ? Sha256.digester() : md5();
        range.digestInto(own::update, whole::update);
        return new PartChecksum(use, own.digest());
    }

    /**
     * Digests a whole body, and refuses one whose bytes aren't those it has promised.
     *
     * @param use what to digest it with
     * @param body what travels
     * @return the body's checksum
     * @throws IOException DAMAGED if they aren't, or whatever reading them threw
     */
    public static PartChecksum ofWhole(Use use, CheckedBody body) throws IOException {
        MessageDigest whole = Sha256.digester();
        PartChecksum checksum = over(use, body.whole(), whole);
        body.requireDigest(whole);
        return checksum;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks MD5, which every runtime must have", e);
        }
    }

    /**
     * The SHA-256 to send along.
     *
     * @return in base64; empty if it is MD5
     */
    public Optional<String> sha256() {
        return use == Use.WHEN_SUPPORTED ? Optional.of(base64()) : Optional.empty();
    }

    /**
     * The MD5 to send along.
     *
     * @return in base64; empty if it is SHA-256
     */
    public Optional<String> contentMd5() {
        return use == Use.WHEN_REQUIRED ? Optional.of(base64()) : Optional.empty();
    }

    private String base64() {
        return Base64.getEncoder().encodeToString(digest);
    }

    /**
     * Refuses an answer that doesn't show that the store has these bytes. A server that checks nothing, or a web page
     * that answers 200 to everything, must not pass for a store.
     *
     * @param key what is being stored
     * @param range what was sent
     * @param echoed the SHA-256 that the store says it has
     * @param etag what the store says: the MD5 of the bytes, unless it encrypts them
     * @param encrypted whether it does
     * @throws IOException DAMAGED or INVALID if it doesn't, or what reading the range once more threw
     */
    public void confirm(
            ObjectKey key, BodyRange range, Optional<String> echoed, Optional<String> etag, boolean encrypted)
            throws IOException {
        String tag = etag.orElseThrow(() -> noStore(key));
        if (echoed.isPresent()) {
            require(use == Use.WHEN_REQUIRED || echoed.get().equals(base64()), key, "SHA-256 " + echoed.get());
        } else if (use == Use.WHEN_SUPPORTED) {
            require(hasMd5(tag, md5(range)), key, "ETag " + tag + ", and it does not say which SHA-256 it has");
        } else if (!encrypted) {
            require(hasMd5(tag, digest), key, "ETag " + tag);
        }
    }

    private static byte[] md5(BodyRange range) throws IOException {
        MessageDigest md5 = md5();
        range.digestInto(md5::update);
        return md5.digest();
    }

    private static boolean hasMd5(String etag, byte[] md5) {
        return etag.replace("\"", "").equalsIgnoreCase(HexFormat.of().formatHex(md5));
    }

    /**
     * An answer without an ETag.
     *
     * @param key what was being stored
     * @return says that no S3 server answers there
     */
    public static SinkException noStore(ObjectKey key) {
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
