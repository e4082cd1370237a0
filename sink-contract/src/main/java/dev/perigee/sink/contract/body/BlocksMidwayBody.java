package dev.perigee.sink.contract.body;

import dev.perigee.api.Body;
import dev.perigee.api.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A body whose streams stop at a byte until they are released, interrupted or closed, as a stalled disk does. An
 * interrupted read throws {@link InterruptedIOException} and leaves the thread's interrupt status set.
 */
public final class BlocksMidwayBody implements Body {

    private final Body whole;
    private final long at;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /**
     * Stalls a body.
     *
     * @param whole what it gives once it is released
     * @param at the byte before which its streams wait
     */
    public BlocksMidwayBody(Body whole, long at) {
        this.whole = whole;
        this.at = at;
    }

    /**
     * Waits until a stream has come to the byte.
     *
     * @param atMost how long to wait
     * @return whether one has
     * @throws InterruptedException if the waiting thread was interrupted
     */
    public boolean awaitReached(Duration atMost) throws InterruptedException {
        return reached.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets all streams go on, now and later. */
    public void release() {
        released.countDown();
    }

    @Override
    public long length() {
        return whole.length();
    }

    @Override
    public Sha256 sha256() {
        return whole.sha256();
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        InputStream stream = whole.open(offset, length);
        boolean comesToIt = offset <= at && at < offset + length;
        return comesToIt ? new Stalling(stream, at - offset) : stream;
    }

    /** Closing it, from any thread, ends the wait. */
    private final class Stalling extends FilterInputStream {
        private final CountDownLatch closed = new CountDownLatch(1);

        Stalling(InputStream stream, long before) {
            super(stream);
            in = new StopAt(stream, before, this::stall);
        }

        private void stall() throws IOException {
            reached.countDown();
            try {
                while (released.getCount() > 0) {
                    if (closed.await(10, TimeUnit.MILLISECONDS)) {
                        throw new IOException("the stream was closed while it was being read");
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading the body");
            }
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            super.close();
        }
    }
}
