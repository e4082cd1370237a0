package dev.perigee.sink.kit.body;

import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.call.CommitPoint;
import java.io.IOException;
import java.io.InputStream;

/**
 * A range of a body: what travels in one request. May be opened any number of times.
 *
 * @param of the body
 * @param offset the first byte
 * @param length how many bytes
 */
public record BodyRange(CheckedBody of, long offset, long length) {

    private static final int BUFFER = 64 * 1024;

    /**
     * Opens the range to send it.
     *
     * @param commit made when its last byte has been read: from then on the store may have all of it
     * @return gives exactly {@link #length()} bytes or fails; the caller closes it
     * @throws SinkException if the bytes can't be had
     */
    public InputStream open(CommitPoint commit) throws SinkException {
        return of.open(offset, length, commit);
    }

    /**
     * Opens the range to look at it: not slowed by a cap on bandwidth.
     *
     * @return gives exactly {@link #length()} bytes or fails; the caller closes it
     * @throws SinkException if the bytes can't be had
     */
    public InputStream peek() throws SinkException {
        return of.peek(offset, length);
    }

    /** What sees bytes go by: the method {@code update} of a digest or a checksum. */
    @FunctionalInterface
    public interface Digest {

        /**
         * Takes some.
         *
         * @param bytes an array that they are in
         * @param at the first
         * @param count how many
         */
        void update(byte[] bytes, int at, int count);
    }

    /**
     * Reads all of it into the digests, and refuses a body that gives less or more than it has promised.
     *
     * @param digests each sees every byte
     * @throws IOException if the bytes can't be had
     */
    public void digestInto(Digest... digests) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = peek()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (Digest digest : digests) {
                    digest.update(buffer, 0, n);
                }
            }
        }
    }
}
