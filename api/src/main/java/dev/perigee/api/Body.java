package dev.perigee.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The bytes of an object about to be stored: known in length and digest, and readable again and again at any range, so
 * that a sink can send parts in parallel and start over.
 *
 * <p>Safe for many threads; each stream belongs to one.
 */
public interface Body {

    /**
     * The whole body's length.
     *
     * @return bytes, from 0 up
     */
    long length();

    /**
     * The whole body's SHA-256. A sink hands it to the store where the store checks it, or checks it itself (P3).
     *
     * @return the digest
     */
    Sha256 sha256();

    /**
     * Opens a range. May be called any number of times, also while other streams are open. The sink closes each.
     *
     * @param offset the first byte, from 0 up
     * @param length how many bytes; {@code offset + length} is at most {@link #length()}
     * @return a stream that should give exactly {@code length} bytes; a sink counts them all the same (P2)
     * @throws IOException if the bytes can't be had
     */
    InputStream open(long offset, long length) throws IOException;

    /**
     * Opens a range to look at it, not to send it: for a digest beforehand, say. Gives what {@link #open} gives; a cap on
     * bandwidth doesn't slow it, and it doesn't count as sent.
     *
     * @param offset the first byte, from 0 up
     * @param length how many bytes; {@code offset + length} is at most {@link #length()}
     * @return a stream that should give exactly {@code length} bytes
     * @throws IOException if the bytes can't be had
     */
    default InputStream peek(long offset, long length) throws IOException {
        return open(offset, length);
    }

    /**
     * The file that these bytes are, where they are one: it holds nothing else, its owner took the digest as it wrote it, just now,
     * and nobody writes to it any more, so that all its owner still does is to remove it. A sink on the same file system may give
     * it a second name instead of writing the bytes once more, and needn't read them: what a copy's digest is held against (P3) is
     * what was taken here.
     *
     * @return empty if there is none, or if it isn't to be shared
     */
    default Optional<Path> file() {
        return Optional.empty();
    }
}
