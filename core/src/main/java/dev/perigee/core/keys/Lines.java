package dev.perigee.core.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Cuts a stream into lines, each with its line feed, and refuses to buffer one without end. */
final class Lines {

    private final InputStream in;
    private final int longest;

    Lines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** The next line, its line feed included; empty at the end of the stream. */
    Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        for (int b = in.read(); b >= 0; b = in.read()) {
            line.write(b);
            if (b == '\n') {
                return Optional.of(line.toByteArray());
            }
            if (line.size() > longest) {
                throw new IOException("a line is longer than " + longest + " bytes, which no export writes");
            }
        }
        return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
    }
}
