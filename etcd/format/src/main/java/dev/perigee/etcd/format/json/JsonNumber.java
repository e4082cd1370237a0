package dev.perigee.etcd.format.json;

import java.util.regex.Pattern;

/**
 * A JSON number, kept as the digits it is written with, so that no bit is lost on the way.
 *
 * @param literal a number by JSON's grammar
 */
public record JsonNumber(String literal) implements JsonValue {

    private static final Pattern GRAMMAR = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    /** Refuses what JSON's grammar doesn't allow. */
    public JsonNumber {
        if (!GRAMMAR.matcher(literal).matches()) {
            throw new IllegalArgumentException("'" + literal + "' is not a JSON number");
        }
    }

    /**
     * A signed number.
     *
     * @param value any
     * @return the number
     */
    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /**
     * A number whose 64 bits are unsigned, as etcd's ids are.
     *
     * @param bits its 64 bits
     * @return the number, never negative
     */
    public static JsonNumber ofUnsigned(long bits) {
        return new JsonNumber(Long.toUnsignedString(bits));
    }

    /**
     * The number as a signed 64-bit integer.
     *
     * @return its value
     * @throws JsonException if it has a fraction or an exponent, or doesn't fit
     */
    public long asLong() throws JsonException {
        try {
            return Long.parseLong(literal);
        } catch (NumberFormatException e) {
            throw new JsonException("the number " + shown() + " is not a whole number of 64 bits", e);
        }
    }

    /**
     * The number as an unsigned 64-bit integer.
     *
     * @return its 64 bits; print them with {@link Long#toUnsignedString(long)}
     * @throws JsonException if it is negative, has a fraction or an exponent, or doesn't fit
     */
    public long asUnsignedLong() throws JsonException {
        try {
            return Long.parseUnsignedLong(literal);
        } catch (NumberFormatException e) {
            throw new JsonException("the number " + shown() + " is not an unsigned whole number of 64 bits", e);
        }
    }

    private String shown() {
        return literal.length() <= 40 ? literal : literal.substring(0, 40) + "…";
    }
}
