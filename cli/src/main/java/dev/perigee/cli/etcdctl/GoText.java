package dev.perigee.cli.etcdctl;

import dev.perigee.etcd.client.Bytes;
import java.util.Optional;

/** Writes texts and time spans as Go does. Pure. */
final class GoText {

    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private GoText() {}

    /** As Go's {@code %q}: what isn't UTF-8 byte by byte, what can't be printed by its number. */
    static String quoted(Bytes value) {
        StringBuilder text = new StringBuilder("\"");
        byte[] bytes = value.toByteArray();
        int at = 0;
        while (at < bytes.length) {
            int length = Utf8.length(bytes, at);
            if (length == 0) {
                text.append(String.format("\\x%02x", bytes[at] & 0xff));
                at++;
            } else {
                text.append(escaped(Utf8.codePoint(bytes, at, length)));
                at += length;
            }
        }
        return text.append('"').toString();
    }

    static String quoted(String value) {
        return quoted(Bytes.of(value));
    }

    private static String escaped(int c) {
        Optional<String> named = named(c);
        if (named.isPresent()) {
            return named.get();
        }
        if (printable(c)) {
            return Character.toString(c);
        }
        if (c < ' ' || c == 0x7f) {
            return String.format("\\x%02x", c);
        }
        return c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c);
    }

    private static Optional<String> named(int c) {
        return switch (c) {
            case '"' -> Optional.of("\\\"");
            case '\\' -> Optional.of("\\\\");
            case 0x07 -> Optional.of("\\a");
            case '\b' -> Optional.of("\\b");
            case '\f' -> Optional.of("\\f");
            case '\n' -> Optional.of("\\n");
            case '\r' -> Optional.of("\\r");
            case '\t' -> Optional.of("\\t");
            case 0x0b -> Optional.of("\\v");
            default -> Optional.empty();
        };
    }

    /** Letters, marks, numbers, punctuation, symbols and the plain space. */
    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    /** A text in JSON, as Go's encoder writes it: also safe inside HTML. */
    static String json(String value) {
        StringBuilder json = new StringBuilder("\"");
        value.chars().forEach(c -> {
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '<', '>', '&', 0x2028, 0x2029 -> json.append(String.format("\\u%04x", c));
                default -> json.append(c < ' ' ? String.format("\\u%04x", c) : Character.toString(c));
            }
        });
        return json.append('"').toString();
    }

    /** A time span, such as {@code 3.096613ms} or {@code 1m0.5s}. */
    static String duration(java.time.Duration span) {
        long nanos = span.toNanos();
        if (nanos < MICROSECOND) {
            return nanos == 0 ? "0s" : nanos + "ns";
        }
        if (nanos < MILLISECOND) {
            return decimal(nanos, MICROSECOND) + "µs";
        }
        if (nanos < SECOND) {
            return decimal(nanos, MILLISECOND) + "ms";
        }
        long hours = nanos / (3600 * SECOND);
        long minutes = nanos / (60 * SECOND) % 60;
        String rest = decimal(nanos % (60 * SECOND), SECOND) + "s";
        if (hours > 0) {
            return hours + "h" + minutes + "m" + rest;
        }
        return minutes > 0 ? minutes + "m" + rest : rest;
    }

    private static String decimal(long nanos, long unit) {
        return new java.math.BigDecimal(nanos)
                .divide(new java.math.BigDecimal(unit))
                .stripTrailingZeros()
                .toPlainString();
    }
}
