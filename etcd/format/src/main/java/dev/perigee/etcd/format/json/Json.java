package dev.perigee.etcd.format.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Turns JSON text into values, values into text. */
public final class Json {

    /** How deep arrays and objects may be nested. */
    public static final int MAX_DEPTH = 64;

    /** How many bytes or characters a text may have: 16 MiB. */
    public static final int MAX_LENGTH = 16 << 20;

    private Json() {}

    /**
     * Reads one JSON value by the letter of RFC 8259: no comments, no trailing commas, no second member of one name, and
     * nothing but white space behind it.
     *
     * @param text at most {@link #MAX_LENGTH} characters
     * @return the value
     * @throws JsonException if it isn't JSON, is too long, or is nested deeper than {@link #MAX_DEPTH}
     */
    public static JsonValue parse(String text) throws JsonException {
        requireLength(text.length());
        return new JsonParser(text).document();
    }

    /**
     * Reads one JSON value from UTF-8. As {@link #parse(String)}.
     *
     * @param utf8 at most {@link #MAX_LENGTH} bytes
     * @return the value
     * @throws JsonException also if the bytes aren't UTF-8
     */
    public static JsonValue parse(byte[] utf8) throws JsonException {
        requireLength(utf8.length);
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new JsonException("the JSON text is not valid UTF-8", e);
        }
    }

    /**
     * Reads a JSON object. As {@link #parse(byte[])}.
     *
     * @param utf8 at most {@link #MAX_LENGTH} bytes
     * @return the object
     * @throws JsonException also if the value isn't an object
     */
    public static JsonObject parseObject(byte[] utf8) throws JsonException {
        if (parse(utf8) instanceof JsonObject object) {
            return object;
        }
        throw new JsonException("the JSON text is not an object");
    }

    /**
     * Writes a value on one line, without spaces. Escapes only what JSON must have escaped.
     *
     * @param value what to write
     * @return the text
     */
    public static String write(JsonValue value) {
        return new JsonWriter(false).write(value);
    }

    /**
     * Writes a value as Go's {@code encoding/json} does by default, byte for byte: as {@link #write}, with {@code <},
     * {@code >} and {@code &} escaped too.
     *
     * @param value what to write
     * @return the text
     */
    public static String writeLikeGo(JsonValue value) {
        return new JsonWriter(true).write(value);
    }

    private static void requireLength(int length) throws JsonException {
        if (length > MAX_LENGTH) {
            throw new JsonException("the JSON text is longer than " + MAX_LENGTH + " characters");
        }
    }
}
