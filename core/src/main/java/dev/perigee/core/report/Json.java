package dev.perigee.core.report;

import dev.perigee.core.words.Printable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes values as JSON, on one line and without spaces, as etcd's tools do. */
public final class Json {

    private Json() {}

    /**
     * A value's JSON.
     *
     * @param value a map, list, number, boolean or null; anything else is shown as a string
     * @return JSON without a line end
     */
    public static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Number number -> number.toString();
            case Hash hash -> Long.toString(hash.value());
            case Boolean flag -> flag.toString();
            case List<?> list -> list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted(String.valueOf(entry.getKey())) + ":" + of(entry.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (Printable.printable(c)) {
                        json.appendCodePoint(c);
                    } else {
                        Character.toString(c).chars().forEach(unit -> json.append(String.format("\\u%04x", unit)));
                    }
                }
            }
        });
        return json.append('"').toString();
    }
}
