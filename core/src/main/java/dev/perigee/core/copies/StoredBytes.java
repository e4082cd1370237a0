package dev.perigee.core.copies;

import dev.perigee.api.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/** The bytes of an object as they come from a sink: counted, digested, and no more of them than were promised and one. */
final class StoredBytes extends InputStream {

    private static final int BUFFER = 1 << 17;

    private final InputStream in;
    private final long promised;
    private final LongConsumer progress;
    private final MessageDigest digest = Sha256.digester();
    private long length;

    StoredBytes(InputStream in, long promised, LongConsumer progress) {
        this.in = in;
        this.promised = promised;
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
        if (length > promised) {
            return -1;
        }
        int read = in.read(into, offset, (int) Math.min(most, promised + 1 - length));
        if (read > 0) {
            digest.update(into, offset, read);
            length += read;
            progress.accept(length);
        }
        return read;
    }

    /** Reads what a decoder left. */
    void drain() throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (read(buffer, 0, buffer.length) >= 0) {
            // counted and digested
        }
    }

    /** How many came; one more than promised if there were more. */
    long length() {
        return length;
    }

    /** Of those that came. For once, at the end. */
    Sha256 sha256() {
        return Sha256.of(digest.digest());
    }
}
