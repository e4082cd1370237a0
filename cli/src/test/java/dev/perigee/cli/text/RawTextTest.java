package dev.perigee.cli.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RawTextTest {

    @Test
    void utf8IsItsText() {
        String text = "größe ☃ 𝄞";

        assertEquals(text, RawText.decode(text.getBytes(StandardCharsets.UTF_8)));
        assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), RawText.encode(text));
        assertTrue(RawText.isText(text));
    }

    @Test
    void whateverTheBytesTheyComeBack() {
        Random random = new Random(7);
        for (int length = 0; length < 3_000; length++) {
            byte[] bytes = new byte[length % 40];
            random.nextBytes(bytes);

            assertArrayEquals(bytes, RawText.encode(RawText.decode(bytes)));
        }
    }

    @Test
    void cutCharactersAndEncodedSurrogatesComeBackToo() {
        for (String hex : List.of("c3", "e282", "f09d84", "eda080", "edb3bf", "c080", "fffe", "41ff42")) {
            byte[] bytes = java.util.HexFormat.of().parseHex(hex);

            assertArrayEquals(bytes, RawText.encode(RawText.decode(bytes)), hex);
            assertFalse(RawText.isText(RawText.decode(bytes)), hex);
        }
    }

    @Test
    void aPathKeepsItsBytes() {
        Path path = RawPath.of(RawText.decode(new byte[] {'a', ' ', (byte) 0xff, '%', '/', 'b'}));

        assertTrue(path.isAbsolute());
        assertTrue(
                path.toUri().toString().endsWith("/a%20%FF%25/b"), path.toUri().toString());
        assertEquals(Path.of("ö/x"), RawPath.of("ö/x"));
    }

    @Test
    void theKernelsListEndsEachEntryWithAZero() {
        assertEquals(List.of("java", "", "ö"), ProcessText.split("java\0\0ö\0".getBytes(StandardCharsets.UTF_8)));
    }
}
