package dev.perigee.sink.contract.body;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives so many bytes of a stream, and then does something before each further one. */
final class StopAt extends FilterInputStream {

    /** What happens instead of simply reading on. */
    @FunctionalInterface
    interface Stop {
        void happen() throws IOException;
    }

    private long before;
    private final Stop stop;

    StopAt(InputStream in, long before, Stop stop) {
        super(in);
        this.before = before;
        this.stop = stop;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (before == 0) {
            stop.happen();
            return super.read(into, from, count);
        }
        int given = super.read(into, from, (int) Math.min(count, before));
        before -= Math.max(given, 0);
        return given;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] passed = new byte[(int) Math.min(Math.max(count, 0), 8192)];
        return Math.max(0, read(passed, 0, passed.length));
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
