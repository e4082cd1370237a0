package dev.perigee.core.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Cuts a stream into lines, each with its line feed, and refuses to buffer one without end. */
public final class Lines {

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;

    /**
     * Cuts a stream.
     *
     * @param in need not be buffered
     * @param longest how many bytes a line may have, give or take one buffer
     */
    public Lines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** The next line, its line feed included; empty at the end of the stream. */
    public Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(2048);
        while (filled()) {
            int end = lineEnd();
            line.write(buffer, from, end - from);
            from = end;
            if (buffer[end - 1] == '\n') {
                return Optional.of(line.toByteArray());
            }
            if (line.size() > longest) {
                throw new IOException("a line is longer than " + longest + " bytes, which no export writes");
            }
        }
        return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
    }

    private boolean filled() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(0, in.read(buffer));
        }
        return from < to;
    }

    /** Behind the line feed that comes next, or behind all that is there. */
    private int lineEnd() {
        int at = from;
        while (at < to) {
            if (buffer[at++] == '\n') {
                break;
            }
        }
        return at;
    }
}
