package dev.perigee.cli.etcdctl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Finds characters in bytes that may not be text. */
final class Utf8 {

    private static final int LONGEST = 4;

    private Utf8() {}

    /** How many bytes the character at a place has; 0 if there is none in UTF-8. */
    static int length(byte[] bytes, int at) {
        for (int length = 1; length <= LONGEST && at + length <= bytes.length; length++) {
            if (isCharacter(bytes, at, length)) {
                return length;
            }
        }
        return 0;
    }

    static int codePoint(byte[] bytes, int at, int length) {
        return new String(bytes, at, length, StandardCharsets.UTF_8).codePointAt(0);
    }

    private static boolean isCharacter(byte[] bytes, int at, int length) {
        try {
            return StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, at, length))
                            .length()
                    > 0;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
