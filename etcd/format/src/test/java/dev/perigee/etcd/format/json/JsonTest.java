package dev.perigee.etcd.format.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    private static final String MEMBER = "{\"id\":443629905751424238,\"peerURLs\":[\"http://127.0.0.1:32380\"],"
            + "\"name\":\"n1\",\"clientURLs\":[\"http://127.0.0.1:32379\"]}";

    @Test
    void whatEtcdWroteIsWrittenAgainByteForByte() throws JsonException {
        assertEquals(MEMBER, Json.writeLikeGo(Json.parse(MEMBER)));
    }

    @Test
    void anIdBeyondTheSignedRangeLosesNoBit() throws JsonException {
        JsonObject member = Json.parseObject(bytes("{\"id\":18446744073709551615}"));

        assertEquals(-1L, member.number("id").orElseThrow().asUnsignedLong());
        assertEquals("18446744073709551615", JsonNumber.ofUnsigned(-1L).literal());
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        assertThrows(JsonException.class, () -> new JsonNumber("18446744073709551616").asUnsignedLong());
        assertThrows(JsonException.class, () -> new JsonNumber("-1").asUnsignedLong());
        assertThrows(JsonException.class, () -> new JsonNumber("1e3").asLong());
        assertThrows(JsonException.class, () -> new JsonNumber("9223372036854775808").asLong());
    }

    @Test
    void everyKindOfValueSurvivesTheRoundTrip() throws JsonException {
        String text = "{\"a\":[true,false,null,-1.5e+3,\"\\\"\\\\\\n\\r\\t\\b\\f\\u0001é😀\"],\"b\":{},\"c\":[]}";

        assertEquals(text, Json.write(Json.parse(text)));
    }

    @Test
    void goEscapesWhatBrowsersMisread() {
        JsonString text = new JsonString("<a&b>\u2028\u2029\ud800");

        assertEquals("\"\\u003ca\\u0026b\\u003e\\u2028\\u2029\\ufffd\"", Json.writeLikeGo(text));
        assertEquals("\"<a&b>\\u2028\\u2029\\ufffd\"", Json.write(text));
    }

    @Test
    void escapesAreUndone() throws JsonException {
        assertEquals(new JsonString("/A\u00e9"), Json.parse(" \"\\/\\u0041\\u00E9\" "));
    }

    @Test
    void whatIsNotJsonIsRefused() {
        for (String text : List.of(
                "",
                " ",
                "{",
                "[",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\"}",
                "{a:1}",
                "{\"a\":1,\"a\":2}",
                "01",
                "+1",
                "1.",
                ".5",
                "1e",
                "-",
                "nul",
                "truer",
                "\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\n\"",
                "1 2",
                "[1 2]",
                "//",
                "NaN")) {
            assertThrows(JsonException.class, () -> Json.parse(text), text);
        }
    }

    @Test
    void aFaultSaysWhereItIs() {
        JsonException fault = assertThrows(JsonException.class, () -> Json.parse("[1,]"));

        assertEquals("not JSON: this is no value, at character 4", fault.getMessage());
    }

    @Test
    void nestingEndsAtTheCap() throws JsonException {
        Json.parse("[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH));

        assertThrows(JsonException.class, () -> Json.parse("[".repeat(1_000_000)));
    }

    @Test
    void brokenUtf8AndOverlongTextAreRefused() {
        assertThrows(JsonException.class, () -> Json.parse(new byte[] {'"', (byte) 0xc3, '"'}));
        assertThrows(JsonException.class, () -> Json.parse(new byte[Json.MAX_LENGTH + 1]));
    }

    @Test
    void aMemberOfTheWrongTypeIsNamed() throws JsonException {
        JsonObject object = Json.parseObject(bytes("{\"name\":1,\"urls\":[1],\"gone\":null}"));

        assertEquals(
                "'name' must be a string",
                assertThrows(JsonException.class, () -> object.string("name")).getMessage());
        assertThrows(JsonException.class, () -> object.strings("urls"));
        assertEquals(List.of(), object.strings("gone"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
