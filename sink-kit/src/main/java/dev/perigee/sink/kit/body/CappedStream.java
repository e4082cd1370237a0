package dev.perigee.sink.kit.body;

import dev.perigee.api.SinkException;
import java.io.IOException;
import java.io.InputStream;

/**
 * An answer that isn't an object, up to a length that no honest one reaches: clients read such answers into memory, and a
 * store that never ends would take the whole process with it.
 */
public final class CappedStream extends ReadStream {

    /** A listing of a thousand of the longest names, several times over. */
    private static final long ANSWER = 8L << 20;

    /** What is read of a refusal, in bytes. */
    public static final long REFUSAL = 64L << 10;

    private final InputStream in;
    private final boolean cut;
    private long left;

    private CappedStream(InputStream in, long most, boolean cut) {
        this.in = in;
        this.left = most;
        this.cut = cut;
    }

    /**
     * A listing, or another answer to a request that was granted: fails beyond 8 MiB.
     *
     * @param in closed with it
     * @return the same bytes
     */
    public static CappedStream answer(InputStream in) {
        return new CappedStream(in, ANSWER, false);
    }

    /**
     * What a store says when it refuses: ends after 64 KiB, so that the status still counts.
     *
     * @param in closed with it
     * @return the first bytes
     */
    public static CappedStream refusal(InputStream in) {
        return new CappedStream(in, REFUSAL, true);
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (left == 0) {
            return atCap();
        }
        int n = in.read(into, at, (int) Math.min(most, left));
        left -= Math.max(n, 0);
        return n;
    }

    private int atCap() throws IOException {
        if (cut || in.read() < 0) {
            return -1;
        }
        throw new SinkException(
                SinkException.Kind.OTHER,
                "the store's answer is longer than " + (ANSWER >> 20) + " MiB and was not read on");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
