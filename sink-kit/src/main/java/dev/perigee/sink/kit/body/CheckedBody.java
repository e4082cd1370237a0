package dev.perigee.sink.kit.body;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.call.CommitPoint;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A body as its sink reads it: what it gives is as much as it has promised, or a failure that says so. Tells its own
 * failures from the store's: they come as {@link SinkException}s, whatever stands between.
 *
 * <p>Safe for many threads; each stream belongs to one.
 *
 * @param key what it is to become
 * @param body the body
 */
public record CheckedBody(ObjectKey key, Body body) {

    /**
     * The whole of it.
     *
     * @return the range from its first byte to its last
     */
    public BodyRange whole() {
        return range(0, body.length());
    }

    /**
     * A range of it.
     *
     * @param offset the first byte, from 0 up
     * @param length how many bytes; {@code offset + length} is at most the body's
     * @return the range
     */
    public BodyRange range(long offset, long length) {
        return new BodyRange(this, offset, length);
    }

    /**
     * Refuses a body whose bytes aren't those it has promised.
     *
     * @param whole has seen all of them
     * @throws SinkException DAMAGED if they aren't
     */
    public void requireDigest(MessageDigest whole) throws SinkException {
        Sha256 found = Sha256.of(whole.digest());
        if (!found.equals(body.sha256())) {
            throw new SinkException(
                    SinkException.Kind.DAMAGED,
                    key,
                    "put of '" + key + "': the body's bytes have SHA-256 " + found + ", promised was " + body.sha256());
        }
    }

    InputStream open(long offset, long length, CommitPoint commit) throws SinkException {
        try {
            return new Counted(body.open(offset, length), length, commit);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    InputStream peek(long offset, long length) throws SinkException {
        try {
            return new Counted(body.peek(offset, length), length, new CommitPoint());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private SinkException unreadable(IOException e) {
        return e instanceof SinkException told
                ? told
                : new SinkException(
                        SinkException.Kind.OTHER,
                        key,
                        "put of '" + key + "': its bytes can't be read: "
                                + Objects.requireNonNullElse(
                                        e.getMessage(), e.getClass().getSimpleName()),
                        e);
    }

    /** Bytes, exactly as many as promised: fewer or more are a failure, not an end. */
    private final class Counted extends ReadStream {

        private final InputStream in;
        private final long length;
        private final CommitPoint commit;
        private long seen;

        Counted(InputStream in, long length, CommitPoint commit) {
            this.in = in;
            this.length = length;
            this.commit = commit;
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
            if (seen == length) {
                commit.make();
            }
            return n;
        }

        private int take(byte[] into, int at, int most) throws SinkException {
            try {
                return in.read(into, at, most);
            } catch (IOException e) {
                throw unreadable(e);
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
}
