package dev.perigee.core.signing;

import dev.perigee.core.disk.GivenFile;
import dev.perigee.core.disk.PrivateFile;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/** A private key of Ed25519, as OpenSSH keeps it in a file. Never printed. */
public final class SigningKey implements SigningHand {

    private static final String ARMOUR = "OPENSSH PRIVATE KEY";
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_FILE = 1 << 16;
    private static final int BLOCK = 8;

    private final byte[] seed;
    private final SshKey publicKey;

    private SigningKey(byte[] seed, SshKey publicKey) {
        this.seed = seed;
        this.publicKey = publicKey;
    }

    /**
     * Reads a key.
     *
     * @param file as {@code ssh-keygen -t ed25519 -N ''} or {@code perigee key new} writes it
     * @return the key
     * @throws IOException if it can't be read, or holds something else; the message says what
     */
    public static SigningKey read(Path file) throws IOException {
        PrivateFile.warnIfOpen(file, "sign in this installation's name");
        byte[] bytes;
        try (InputStream in = GivenFile.open(file)) {
            bytes = in.readNBytes(LONGEST_FILE);
        }
        try {
            return parse(new String(bytes, StandardCharsets.US_ASCII));
        } catch (SignatureException e) {
            throw new SignatureException(
                    file + " is no key to sign with, which 'perigee key new' makes: " + FailureWords.of(e));
        }
    }

    private static SigningKey parse(String text) throws SignatureException {
        SshWire.Reader reader = new SshWire.Reader(SshWire.disarm(ARMOUR, text)).expect(MAGIC);
        String cipher = reader.text();
        if (!cipher.equals("none")) {
            throw new SignatureException("it is protected by a passphrase; 'ssh-keygen -p -N \"\"' takes it off");
        }
        reader.string();
        reader.string();
        if (reader.number() != 1) {
            throw new SignatureException("it holds several keys");
        }
        SshKey publicKey = SshKey.ofBlob(reader.string());
        return parse(new SshWire.Reader(reader.string()), publicKey);
    }

    private static SigningKey parse(SshWire.Reader secret, SshKey publicKey) throws SignatureException {
        int check = secret.number();
        if (secret.number() != check || !secret.text().equals(SshKey.TYPE)) {
            throw new SignatureException("it contradicts itself");
        }
        byte[] point = secret.string();
        byte[] pair = secret.string();
        boolean agrees = pair.length == 2 * SshKey.LENGTH
                && Arrays.equals(point, publicKey.bytes())
                && Arrays.equals(point, Arrays.copyOfRange(pair, SshKey.LENGTH, pair.length));
        if (!agrees) {
            throw new SignatureException("it contradicts itself");
        }
        return new SigningKey(Arrays.copyOf(pair, SshKey.LENGTH), publicKey);
    }

    /** A key that was just made. */
    static SigningKey of(byte[] seed, SshKey publicKey) {
        return new SigningKey(seed.clone(), publicKey);
    }

    /**
     * Who verifies what it signs.
     *
     * @return the public key
     */
    @Override
    public SshKey publicKey() {
        return publicKey;
    }

    /** As OpenSSH keeps it, without a passphrase. Secret. */
    byte[] file(String comment, int check) {
        SshWire.Writer secret = new SshWire.Writer()
                .number(check)
                .number(check)
                .text(SshKey.TYPE)
                .string(publicKey.bytes())
                .string(new SshWire.Writer().raw(seed).raw(publicKey.bytes()).bytes())
                .text(comment);
        for (byte i = 1; secret.length() % BLOCK != 0; i++) {
            secret.raw(new byte[] {i});
        }
        byte[] all = new SshWire.Writer()
                .raw(MAGIC)
                .text("none")
                .text("none")
                .text("")
                .number(1)
                .string(publicKey.blob())
                .string(secret.bytes())
                .bytes();
        return SshWire.armour(ARMOUR, all).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    @Override
    public String toString() {
        return "the private key of " + publicKey;
    }
}
