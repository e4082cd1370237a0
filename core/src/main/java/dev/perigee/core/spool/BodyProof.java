package dev.perigee.core.spool;

import dev.perigee.api.Sha256;
import dev.perigee.core.body.FileBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** Compares a body on disk with the length and the digest that it had when it was proven. */
final class BodyProof {

    private static final int BUFFER = 1 << 18;

    private BodyProof() {}

    /** What is wrong with it, in words. */
    static Optional<String> fault(FileBody body) throws IOException {
        Path file = body.path();
        long length;
        try {
            length = Files.size(file);
        } catch (NoSuchFileException e) {
            return Optional.of("its body is gone from the spool");
        }
        if (length != body.length()) {
            return Optional.of(
                    "its body in the spool has " + length + " bytes, and had " + body.length() + " when it was proven");
        }
        return digest(body).equals(body.sha256())
                ? Optional.empty()
                : Optional.of("its body in the spool has another digest than when it was proven");
    }

    private static Sha256 digest(FileBody body) throws IOException {
        MessageDigest digest = Sha256.digester();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = body.open(0, body.length())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return Sha256.of(digest.digest());
    }
}
