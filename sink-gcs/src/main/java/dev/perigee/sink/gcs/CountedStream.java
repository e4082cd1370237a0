package dev.perigee.sink.gcs;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import java.io.IOException;
import java.io.InputStream;

/** A body's bytes, exactly as many as promised: fewer or more are a failure, not an end. */
final class CountedStream extends InputStream {

    private final ObjectKey key;
    private final InputStream in;
    private final long length;
    private long seen;

    private CountedStream(ObjectKey key, InputStream in, long length) {
        this.key = key;
        this.in = in;
        this.length = length;
    }

    static CountedStream open(ObjectKey key, Body body) throws SinkException {
        try {
            return new CountedStream(key, body.open(0, body.length()), body.length());
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(key, e);
        }
    }

    private static SinkException unreadable(ObjectKey key, IOException e) {
        return new SinkException(
                SinkException.Kind.OTHER, key, "put of '" + key + "': its bytes can't be read: " + e.getMessage(), e);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        int n = take(into, at, most);
        if (n < 0 && seen < length) {
            throw wrongLength("ended after " + seen + " of " + length + " bytes");
        }
        seen += Math.max(n, 0);
        if (seen > length) {
            throw wrongLength("has more than the promised " + length + " bytes");
        }
        return n;
    }

    private int take(byte[] into, int at, int most) throws IOException {
        try {
            return in.read(into, at, most);
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(key, e);
        }
    }

    private SinkException wrongLength(String what) {
        return new SinkException(SinkException.Kind.DAMAGED, key, "put of '" + key + "': its body " + what);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
