package dev.perigee.core.encoding;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/**
 * The header of an encrypted file, looked at before a library holds it in memory as a whole: it may be without an end.
 *
 * @param in the encrypted bytes
 */
record AgeHeader(InputStream in) {

    /** Some 80 recipients take a tenth of it. */
    private static final int LONGEST = 64 << 10;

    private static final byte[] LAST_LINE = "\n--- ".getBytes(StandardCharsets.US_ASCII);

    /** The same bytes from the start on. */
    InputStream bounded() throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < LAST_LINE.length) {
            int next = in.read();
            if (next < 0 || header.size() >= LONGEST) {
                throw new IOException("has no header of age within its first " + LONGEST + " bytes");
            }
            header.write(next);
            matched = next == LAST_LINE[matched] ? matched + 1 : next == LAST_LINE[0] ? 1 : 0;
        }
        return new SequenceInputStream(new ByteArrayInputStream(header.toByteArray()), in);
    }
}
