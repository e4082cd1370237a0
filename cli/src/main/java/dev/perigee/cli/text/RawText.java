package dev.perigee.cli.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as a string that gives them back: UTF-8, in which each byte that belongs to no character stands as one of the
 * surrogates U+DC80 to U+DCFF, as Python's {@code surrogateescape} has it. No text holds such a surrogate by itself. Pure.
 */
public final class RawText {

    private static final int ESCAPES = 0xdc00;

    private RawText() {}

    /**
     * The string that stands for some bytes.
     *
     * @param bytes any
     * @return a text if they are UTF-8
     */
    public static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isMalformed()) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPES | in.get() & 0xff));
            }
            decoder.reset();
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    /**
     * The bytes that a string stands for.
     *
     * @param text any, as {@link #decode} made it
     * @return the very bytes
     */
    public static byte[] encode(String text) {
        if (isText(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.codePoints().forEach(c -> {
            if (isEscape(c)) {
                bytes.write(c - ESCAPES);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    /**
     * Whether a string is a text throughout.
     *
     * @param text any
     * @return false if part of it stands for bytes that are no UTF-8
     */
    public static boolean isText(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** Whether a code point stands for a byte. */
    static boolean isEscape(int c) {
        return c >= ESCAPES + 0x80 && c <= ESCAPES + 0xff;
    }
}
