package dev.perigee.core.delivery;

import dev.perigee.api.Body;
import dev.perigee.api.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A body that tells how many bytes were read of it, in all its streams.
 *
 * @param chunk the most bytes to read at once
 * @param sent hears of bytes that are read to be sent
 * @param seen hears of those that are only looked at
 */
record TappedBody(Body inner, int chunk, Tap sent, Tap seen) implements Body {

    private static final Tap NOBODY = bytes -> {};

    /** Hears of bytes. */
    @FunctionalInterface
    interface Tap {

        /** Bytes were read; may wait before it lets them through. */
        void moved(int bytes) throws IOException;
    }

    /** Tells of what is read to be sent. */
    static TappedBody ofSent(Body inner, int chunk, Tap sent) {
        return new TappedBody(inner, chunk, sent, NOBODY);
    }

    /** Tells of whatever is read. */
    static TappedBody ofAll(Body inner, Tap tap) {
        return new TappedBody(inner, Integer.MAX_VALUE, tap, tap);
    }

    @Override
    public long length() {
        return inner.length();
    }

    @Override
    public Sha256 sha256() {
        return inner.sha256();
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        return new TappedStream(inner.open(offset, length), chunk, sent);
    }

    @Override
    public InputStream peek(long offset, long length) throws IOException {
        return new TappedStream(inner.peek(offset, length), Integer.MAX_VALUE, seen);
    }

    @Override
    public Optional<Path> file() {
        return inner.file();
    }

    /** The same for a stream. */
    static final class TappedStream extends WrappedStream {

        private final InputStream inner;
        private final int chunk;
        private final Tap tap;

        TappedStream(InputStream inner, int chunk, Tap tap) {
            this.inner = inner;
            this.chunk = chunk;
            this.tap = tap;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = inner.read(into, offset, Math.min(length, chunk));
            if (read > 0) {
                tap.moved(read);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            inner.close();
        }
    }
}
