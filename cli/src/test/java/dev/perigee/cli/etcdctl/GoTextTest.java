package dev.perigee.cli.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.etcd.client.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GoTextTest {

    @Test
    void bytesThatAreNoTextAreQuotedOneByOne() {
        assertEquals("\"\\x01\\xff\"", GoText.quoted(Bytes.of(new byte[] {1, -1})));
        assertEquals("\"\\xe2\\x98\"", GoText.quoted(Bytes.of(new byte[] {(byte) 0xe2, (byte) 0x98})));
    }

    @Test
    void textIsQuotedAsItIsAndTheUnprintableByNumber() {
        assertEquals("\"a \\\"b\\\" \\\\ ☃ 𝄞\"", GoText.quoted("a \"b\" \\ ☃ 𝄞"));
        assertEquals("\"\\a\\b\\f\\n\\r\\t\\v\\x00\\x7f\"", GoText.quoted("\u0007\b\f\n\r\t\u000b\0\u007f"));
        assertEquals("\"\\u00a0\\u200b\\U000e0001\"", GoText.quoted("\u00a0\u200b\udb40\udc01"));
        assertEquals("\"\ufffd\"", GoText.quoted("\ufffd"));
    }

    @Test
    void jsonIsSafeInHtml() {
        assertEquals("\"\\u003ca\\u0026b\\u003e \\u2028\"", GoText.json("<a&b> \u2028"));
    }

    @Test
    void spansHaveTheUnitThatFits() {
        assertEquals("0s", GoText.duration(Duration.ZERO));
        assertEquals("999ns", GoText.duration(Duration.ofNanos(999)));
        assertEquals("523.1µs", GoText.duration(Duration.ofNanos(523_100)));
        assertEquals("3.096613ms", GoText.duration(Duration.ofNanos(3_096_613)));
        assertEquals("1.005s", GoText.duration(Duration.ofMillis(1005)));
        assertEquals("2m0.5s", GoText.duration(Duration.ofMillis(120_500)));
        assertEquals("1h0m0s", GoText.duration(Duration.ofHours(1)));
    }
}
