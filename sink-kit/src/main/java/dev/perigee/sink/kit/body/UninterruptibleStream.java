package dev.perigee.sink.kit.body;

import dev.perigee.sink.kit.call.Uninterruptible;
import dev.perigee.sink.kit.call.VirtualThreads;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A channel's bytes, read where no interrupt comes. Who reads them can be interrupted, and leaves the read behind. */
public final class UninterruptibleStream extends ReadStream {

    /** Each read of the channel takes a thread: few large ones. */
    private static final int BUFFER = 256 * 1024;

    /** Closes a channel, whatever it throws. */
    @FunctionalInterface
    public interface Closing {

        /** Closes it. */
        void now();
    }

    private final ReadableByteChannel channel;
    private final Closing closing;

    private UninterruptibleStream(ReadableByteChannel channel, Closing closing) {
        this.channel = channel;
        this.closing = closing;
    }

    /**
     * Reads a channel.
     *
     * @param channel where the bytes are
     * @param closing closes it; not waited for, as closing may wait for the line as well
     * @return its bytes; interrupted, it fails and the interrupt stays pending
     */
    public static InputStream of(ReadableByteChannel channel, Closing closing) {
        return new BufferedInputStream(new UninterruptibleStream(channel, closing), BUFFER);
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

    @Override
    public void close() {
        VirtualThreads.start("closing", closing::now);
    }
}
