package dev.perigee.sink.gcs;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.sink.kit.body.CheckedBody;
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
        MessageDigest whole = Sha256.digester();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = new CheckedBody(key, body).whole().peek()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
                whole.update(buffer, 0, n);
            }
        }
        new CheckedBody(key, body).requireDigest(whole);
        return new Crc32c((int) crc.getValue());
    }

    /** As the store writes it: big-endian, in base64. */
    String base64() {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(4).putInt(value).array());
    }
}
