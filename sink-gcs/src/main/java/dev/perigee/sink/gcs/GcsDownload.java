package dev.perigee.sink.gcs;

import com.google.cloud.ReadChannel;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.call.Uninterruptible;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** An object's bytes as they come in. A line that breaks is a failure, and never looks like the object's end. */
final class GcsDownload extends InputStream {

    private static final int BUFFER = 256 * 1024;

    private final ReadChannel channel;
    private final GcsErrors errors;
    private final ObjectKey key;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
    private long missing;

    /** {@code length}: how many bytes there must be. */
    GcsDownload(ReadChannel channel, GcsErrors errors, ObjectKey key, long length) {
        this.channel = channel;
        this.errors = errors;
        this.key = key;
        this.missing = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (!buffer.hasRemaining() && !fill()) {
            return -1;
        }
        int n = Math.min(most, buffer.remaining());
        buffer.get(into, at, n);
        return n;
    }

    private boolean fill() throws SinkException {
        if (missing == 0) {
            return false;
        }
        buffer.clear();
        int n = receive();
        buffer.flip();
        if (n <= 0) {
            throw new SinkException(
                    SinkException.Kind.UNREACHABLE,
                    key,
                    "get of '" + key + "': the line broke " + missing + " bytes before the end");
        }
        missing -= n;
        return true;
    }

    private int receive() throws SinkException {
        try {
            return Uninterruptible.call(() -> channel.read(buffer));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw errors.cancelled(Operation.GET, Optional.of(key));
        } catch (Exception e) {
            throw errors.explain(Operation.GET, Optional.of(key), e);
        }
    }

    /** Uninterruptible, and not waited for: closing may wait for the line as well. */
    @Override
    public void close() {
        Thread.ofVirtual().name("gcs-close").start(channel::close);
    }
}
