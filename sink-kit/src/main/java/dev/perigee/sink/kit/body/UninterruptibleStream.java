package dev.perigee.sink.kit.body;

import dev.perigee.sink.kit.call.Closing;
import dev.perigee.sink.kit.call.Uninterruptible;
import dev.perigee.sink.kit.call.VirtualThreads;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A channel's bytes, read where no interrupt comes. Who reads them can be interrupted, and leaves the read behind. */
final class UninterruptibleStream extends ReadStream {

    /** Each read of the channel takes a thread: few large ones. */
    private static final int BUFFER = 256 * 1024;

    private final ReadableByteChannel channel;

    private UninterruptibleStream(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /** Its bytes; interrupted, it fails and the interrupt stays pending. */
    static InputStream of(ReadableByteChannel channel) {
        return new BufferedInputStream(new UninterruptibleStream(channel), BUFFER);
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        ByteBuffer own = ByteBuffer.allocate(most); // who gives up waiting leaves it to the call
        try {
            int n = Uninterruptible.call(() -> channel.read(own));
            own.flip().get(into, at, Math.max(n, 0));
            return n;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** Not waited for, as closing may wait for the line as well. */
    @Override
    public void close() {
        VirtualThreads.start("closing", () -> Closing.quietly("a channel", channel));
    }
}
