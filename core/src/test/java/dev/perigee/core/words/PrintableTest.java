package dev.perigee.core.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void whatIsPrintableStaysAsItIs() {
        String text = "größe 名 ☃ 𝄞 \u00a0 \\u001b";

        assertEquals(text, Printable.line(text));
        assertEquals(text, Printable.lines(text));
    }

    @Test
    void controlsShowThemselvesAsEscapes() {
        assertEquals("a\\u001b[2Jb\\u0007\\rc\\u009b", Printable.line("a\u001b[2Jb\u0007\rc\u009b"));
        assertEquals("\\u0000\\u007f", Printable.line("\0\u007f"));
    }

    @Test
    void whatHidesOrTurnsTheReadingOrderRoundShowsItself() {
        assertEquals("\\u202egnp.exe\\u2066\\u200b\\ufeff", Printable.line("\u202egnp.exe\u2066\u200b\ufeff"));
        assertEquals("\\udb40\\udc01", Printable.line("\udb40\udc01"));
    }

    @Test
    void aLineStaysOneLine() {
        assertEquals("a\\nError: b\\tc\\u2028d\\u0085", Printable.line("a\nError: b\tc\u2028d\u0085"));
        assertEquals("a\nb\tc\\r", Printable.lines("a\nb\tc\r"));
    }

    @Test
    void bytesThatAreNoTextShowAsBytes() {
        assertEquals("a\\xff\\xfe", Printable.line("a\udcff\udcfe"));
        assertEquals("\\ud800", Printable.line("\ud800"));
    }
}
