package dev.perigee.sink.kit.body;

import java.io.IOException;
import java.io.InputStream;

/** A stream in which only reading into an array is to be written. */
public abstract class ReadStream extends InputStream {

    /** For subclasses. */
    protected ReadStream() {}

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] into, int at, int most) throws IOException;

    @Override
    public abstract void close() throws IOException;
}
