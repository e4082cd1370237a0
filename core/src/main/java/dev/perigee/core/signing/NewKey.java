package dev.perigee.core.signing;

import dev.perigee.core.disk.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;

/** Makes a key to sign with. */
public final class NewKey {

    private NewKey() {}

    /**
     * Makes a key, and writes it where nothing is yet: the private one for this user alone, the public one beside it.
     *
     * @param file where to; the public key goes to {@code FILE.pub}
     * @param comment whose it is
     * @param random where the key comes from
     * @return the public key
     * @throws FileAlreadyExistsException if there is something already
     * @throws IOException if it can't be written
     */
    public static SshKey write(Path file, String comment, SecureRandom random) throws IOException {
        Path open = file.resolveSibling(file.getFileName() + ".pub");
        for (Path each : new Path[] {file, open}) {
            if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(each.toString());
            }
        }
        SigningKey key = generate(random);
        DurableFile.replaceAmongOthers(file, key.file(comment, random.nextInt()));
        DurableFile.replaceAmongOthers(
                open, (key.publicKey().text() + " " + comment + "\n").getBytes(StandardCharsets.UTF_8));
        return key.publicKey();
    }

    private static SigningKey generate(SecureRandom random) throws SignatureException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, random);
            var pair = generator.generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            return SigningKey.of(seed, SshKey.of(point((EdECPublicKey) pair.getPublic())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    /** As RFC 8032 writes a point: y, the lowest byte first, and the lowest bit of x at the top. */
    private static byte[] point(EdECPublicKey key) {
        byte[] y = key.getPoint().getY().toByteArray();
        byte[] point = new byte[SshKey.LENGTH];
        for (int i = 0; i < y.length && i < SshKey.LENGTH; i++) {
            point[i] = y[y.length - 1 - i];
        }
        if (key.getPoint().isXOdd()) {
            point[SshKey.LENGTH - 1] |= (byte) 0x80;
        }
        return point;
    }
}
