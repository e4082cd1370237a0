package dev.perigee.api;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A SHA-256 digest: 32 bytes, compared by value. Printed as 64 lower-case hex digits. Immutable. */
public final class Sha256 {

    /** How many bytes a digest has. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    private Sha256(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A digest from its bytes.
     *
     * @param bytes 32 bytes; copied
     * @return the digest
     * @throws IllegalArgumentException if there aren't 32
     */
    public static Sha256 of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + bytes.length);
        }
        return new Sha256(bytes.clone());
    }

    /**
     * A digest from its hex form.
     *
     * @param hex 64 hex digits of either case
     * @return the digest
     * @throws IllegalArgumentException if it is anything else
     */
    public static Sha256 parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /**
     * A fresh digester. Not safe for many threads.
     *
     * @return a {@link MessageDigest}; finish it with {@code Sha256.of(digester.digest())}
     */
    public static MessageDigest digester() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every runtime must have", e);
        }
    }

    /**
     * The digest of some bytes in memory.
     *
     * @param data what to digest
     * @return the digest
     */
    public static Sha256 digest(byte[] data) {
        return new Sha256(digester().digest(data));
    }

    /**
     * The raw digest.
     *
     * @return 32 bytes; a copy
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * The form in which S3 wants it.
     *
     * @return 44 characters of base64, padded
     */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
