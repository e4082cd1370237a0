package dev.perigee.core.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;

/**
 * Signatures as OpenSSH's PROTOCOL.sshsig has them: {@code ssh-keygen -Y verify} checks ours, and we check those of
 * {@code ssh-keygen -Y sign}. Each is for one purpose, its namespace.
 */
final class SshSignature {

    private static final String ARMOUR = "SSH SIGNATURE";
    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final String HASH = "sha512";

    private SshSignature() {}

    static byte[] sign(SigningHand key, String namespace, byte[] message) throws IOException {
        byte[] signature = key.sign(toBeSigned(namespace, HASH, digest("SHA-512", message)));
        byte[] blob = new SshWire.Writer()
                .raw(MAGIC)
                .number(VERSION)
                .string(key.publicKey().blob())
                .text(namespace)
                .text("")
                .text(HASH)
                .string(new SshWire.Writer().text(SshKey.TYPE).string(signature).bytes())
                .bytes();
        return SshWire.armour(ARMOUR, blob).getBytes(StandardCharsets.US_ASCII);
    }

    /** Whose signature it is. */
    static SshKey verified(byte[] armoured, String namespace, byte[] message) throws SignatureException {
        SshWire.Reader reader = new SshWire.Reader(
                        SshWire.disarm(ARMOUR, new String(armoured, StandardCharsets.US_ASCII)))
                .expect(MAGIC);
        if (reader.number() != VERSION) {
            throw new SignatureException("it is of a version that isn't known");
        }
        SshKey key = SshKey.ofBlob(reader.string());
        String purpose = reader.text();
        if (!purpose.equals(namespace)) {
            throw new SignatureException("it was made for another purpose than '" + namespace + "'");
        }
        reader.string();
        String hash = reader.text();
        byte[] signed = toBeSigned(namespace, hash, digest(algorithm(hash), message));
        if (!holds(key, new SshWire.Reader(reader.string()), signed)) {
            throw new SignatureException("it is of other bytes, or not of the key that it names");
        }
        return key;
    }

    private static boolean holds(SshKey key, SshWire.Reader signature, byte[] signed) throws SignatureException {
        if (!signature.text().equals(SshKey.TYPE)) {
            throw new SignatureException("it is of another type than " + SshKey.TYPE);
        }
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key.toJava());
            verifier.update(signed);
            return verifier.verify(signature.string());
        } catch (GeneralSecurityException e) {
            return false; // no point of the curve, or no length that a signature has
        }
    }

    private static String algorithm(String hash) throws SignatureException {
        return switch (hash) {
            case "sha512" -> "SHA-512";
            case "sha256" -> "SHA-256";
            default -> throw new SignatureException("its hash isn't known");
        };
    }

    private static byte[] toBeSigned(String namespace, String hash, byte[] digest) {
        return new SshWire.Writer()
                .raw(MAGIC)
                .text(namespace)
                .text("")
                .text(hash)
                .string(digest)
                .bytes();
    }

    private static byte[] digest(String algorithm, byte[] message) {
        try {
            return MessageDigest.getInstance(algorithm).digest(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
