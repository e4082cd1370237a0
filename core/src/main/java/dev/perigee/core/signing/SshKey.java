package dev.perigee.core.signing;

import dev.perigee.api.Sha256;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public key of Ed25519.
 *
 * @param hex its 32 bytes
 */
public record SshKey(String hex) {

    static final String TYPE = "ssh-ed25519";
    static final int LENGTH = 32;

    static SshKey of(byte[] point) throws SignatureException {
        if (point.length != LENGTH) {
            throw new SignatureException("a key of Ed25519 has 32 bytes, and this one " + point.length);
        }
        return new SshKey(HexFormat.of().formatHex(point));
    }

    /** Reads a key as it stands within keys, signatures and lists. */
    static SshKey ofBlob(byte[] blob) throws SignatureException {
        SshWire.Reader reader = new SshWire.Reader(blob);
        String type = reader.text();
        if (!type.equals(TYPE)) {
            throw new SignatureException("it is of another type than " + TYPE);
        }
        SshKey key = of(reader.string());
        if (!reader.atEnd()) {
            throw new SignatureException("something follows the key");
        }
        return key;
    }

    /**
     * Reads a key as it stands in {@code .pub} files.
     *
     * @param text {@code ssh-ed25519 AAAA…}, and perhaps a comment
     * @return the key
     * @throws IOException if it is another text; the message says why
     */
    public static SshKey parse(String text) throws IOException {
        String[] words = text.strip().split("\\s+");
        if (words.length < 2 || !words[0].equals(TYPE)) {
            throw new SignatureException("it must begin with " + TYPE + ", as a .pub file does");
        }
        try {
            return ofBlob(Base64.getDecoder().decode(words[1]));
        } catch (IllegalArgumentException e) {
            throw new SignatureException("it is no base64");
        }
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    byte[] blob() {
        return new SshWire.Writer().text(TYPE).string(bytes()).bytes();
    }

    PublicKey toJava() throws GeneralSecurityException {
        byte[] point = bytes();
        boolean odd = (point[LENGTH - 1] & 0x80) != 0;
        point[LENGTH - 1] &= 0x7f;
        byte[] bigEndian = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bigEndian[i] = point[LENGTH - 1 - i];
        }
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, bigEndian))));
    }

    /**
     * The key as it stands in {@code .pub} files and lists of signers.
     *
     * @return {@code ssh-ed25519 AAAA…}
     */
    public String text() {
        return TYPE + " " + Base64.getEncoder().encodeToString(blob());
    }

    /**
     * What {@code ssh-keygen -l} calls it.
     *
     * @return {@code SHA256:…}
     */
    public String fingerprint() {
        return "SHA256:"
                + Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(Sha256.digest(blob()).bytes());
    }

    @Override
    public String toString() {
        return fingerprint();
    }
}
