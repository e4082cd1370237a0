package dev.perigee.core.keys;

import dev.perigee.etcd.format.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Cuts the objects out of {@code {"entries":[{…},{…}]}} without holding the whole document: the frame is checked here,
 * each object is left to a JSON parser.
 */
final class GravityElements {

    private static final String OPENING = "{\"entries\":";

    private final InputStream in;
    private final String name;
    private long position;
    private boolean started;
    private boolean ended;

    GravityElements(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /** The next object's text; empty behind the last, when the document has ended as it must. */
    Optional<byte[]> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        int c = started ? following() : open();
        started = true;
        if (c == ']') {
            close();
            return Optional.empty();
        }
        if (c != '{') {
            throw damaged("an object should follow");
        }
        position++;
        return Optional.of(object());
    }

    /** The bracket that ends the list, or the first character behind a comma. */
    private int following() throws IOException {
        int c = significant();
        if (c == ']') {
            return c;
        }
        int first = c == ',' ? significant() : -1;
        if (first != '{') {
            throw damaged("a comma with an object, or ']', should follow");
        }
        return first;
    }

    /** Reads the frame's beginning; gives the first character behind the bracket. */
    private int open() throws IOException {
        for (int i = 0; i < OPENING.length(); i++) {
            if (significant() != OPENING.charAt(i)) {
                throw damaged("it should begin with " + OPENING);
            }
        }
        if (significant() != '[') {
            throw damaged("'entries' should be a list");
        }
        return significant();
    }

    private void close() throws IOException {
        if (significant() != '}' || significant() >= 0) {
            throw damaged("the document should end with ]} and nothing behind");
        }
        ended = true;
    }

    private byte[] object() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(512);
        text.write('{');
        int depth = 1;
        boolean quoted = false;
        while (depth > 0) {
            int c = in.read();
            if (c < 0) {
                throw damaged("the file is cut inside entry " + position);
            }
            text.write(c);
            if (quoted && c == '\\') {
                text.write(in.read());
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            }
            if (text.size() > Json.MAX_LENGTH) {
                throw damaged("entry " + position + " is longer than " + Json.MAX_LENGTH + " bytes");
            }
        }
        return text.toByteArray();
    }

    private int significant() throws IOException {
        int c = in.read();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            c = in.read();
        }
        return c;
    }

    private DamagedDumpException damaged(String what) {
        return new DamagedDumpException(name, "after entry " + position + ": " + what);
    }
}
