package dev.perigee.sink.gcs;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * The checksum that the store keeps of an object.
 *
 * @param value 32 bits
 */
record Crc32c(int value) {

    private static final int BUFFER = 64 * 1024;

    /** Reads a body, and refuses one whose bytes aren't those it has promised. */
    static Crc32c of(ObjectKey key, Body body) throws IOException {
        CRC32C crc = new CRC32C();
        MessageDigest sha = Sha256.digester();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = CountedStream.open(key, body)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
                sha.update(buffer, 0, n);
            }
        }
        requireDigest(key, body, Sha256.of(sha.digest()));
        return new Crc32c((int) crc.getValue());
    }

    private static void requireDigest(ObjectKey key, Body body, Sha256 found) throws SinkException {
        if (!found.equals(body.sha256())) {
            throw new SinkException(
                    SinkException.Kind.DAMAGED,
                    key,
                    "put of '" + key + "': the body's bytes have SHA-256 " + found + ", promised was " + body.sha256());
        }
    }

    /** As the store writes it: big-endian, in base64. */
    String base64() {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(4).putInt(value).array());
    }
}
