package dev.perigee.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class VisibleTest {

    @Test
    void whatIsPrintableStaysAsItIs() {
        String text = "größe 名 ☃ 𝄞 \u00a0 \\u001b";

        assertEquals(text, Visible.line(text));
        assertEquals(text, Visible.lines(text));
    }

    @Test
    void controlsShowThemselvesAsEscapes() {
        assertEquals("a\\u001b[2Jb\\u0007\\rc\\u009b", Visible.line("a\u001b[2Jb\u0007\rc\u009b"));
        assertEquals("\\u0000\\u007f", Visible.line("\0\u007f"));
    }

    @Test
    void whatHidesOrTurnsTheReadingOrderRoundShowsItself() {
        assertEquals("\\u202egnp.exe\\u2066\\u200b\\ufeff", Visible.line("\u202egnp.exe\u2066\u200b\ufeff"));
        assertEquals("\\udb40\\udc01", Visible.line("\udb40\udc01"));
    }

    @Test
    void aLineStaysOneLine() {
        assertEquals("a\\nError: b\\tc\\u2028d\\u0085", Visible.line("a\nError: b\tc\u2028d\u0085"));
        assertEquals("a\nb\tc\\r", Visible.lines("a\nb\tc\r"));
    }

    @Test
    void bytesThatAreNoTextShowAsBytes() {
        assertEquals("a\\xff\\xfe", Visible.line(RawText.decode(new byte[] {'a', (byte) 0xff, (byte) 0xfe})));
        assertEquals("\\ud800", Visible.line("\ud800"));
    }
}
