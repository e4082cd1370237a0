package dev.perigee.testkit;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Breaks off after so many bytes. */
final class CutStream extends FilterInputStream {

    private long left;
    private final ObjectKey key;

    CutStream(InputStream in, long bytes, ObjectKey key) {
        super(in);
        this.left = bytes;
        this.key = key;
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
        if (left == 0) {
            throw new SinkException(Kind.UNREACHABLE, key, "the stream is cut by script");
        }
        int given = super.read(into, from, (int) Math.min(count, left));
        left -= Math.max(given, 0);
        return given;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] passed = new byte[(int) Math.min(Math.max(count, 0), 8192)];
        return Math.max(0, read(passed, 0, passed.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
