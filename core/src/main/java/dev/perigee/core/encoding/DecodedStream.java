package dev.perigee.core.encoding;

import java.io.IOException;
import java.io.InputStream;

/** Plain bytes; says of each failure whose it is. */
final class DecodedStream extends InputStream {

    private final InputStream decoded;
    private final FailureKeeper source;

    DecodedStream(InputStream decoded, FailureKeeper source) {
        this.decoded = decoded;
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return decoded.read(into, offset, length);
        } catch (IOException | RuntimeException e) {
            throw source.explained(e);
        }
    }

    @Override
    public void close() throws IOException {
        decoded.close();
    }
}
