package dev.perigee.core.delivery;

import dev.perigee.api.Body;
import dev.perigee.api.Sha256;
import java.io.IOException;
import java.io.InputStream;

/** A body that tells how many bytes were read of it, in all its streams. */
record TappedBody(Body inner, int chunk, Tap tap) implements Body {

    /** Hears of bytes. */
    @FunctionalInterface
    interface Tap {

        /** Bytes were read; may wait before it lets them through. */
        void moved(int bytes) throws IOException;
    }

    TappedBody(Body inner, Tap tap) {
        this(inner, Integer.MAX_VALUE, tap);
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
        return new TappedStream(inner.open(offset, length), chunk, tap);
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
