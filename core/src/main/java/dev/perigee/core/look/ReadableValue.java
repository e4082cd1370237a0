package dev.perigee.core.look;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import dev.perigee.etcd.format.json.JsonString;
import dev.perigee.etcd.format.json.JsonValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value as people can read it. Pure. */
public final class ReadableValue {

    private ReadableValue() {}

    /**
     * The lines of a value that is text; JSON is laid out, a member a line.
     *
     * @param value any value
     * @return empty if it is no text
     */
    public static Optional<List<String>> lines(Bytes value) {
        return value.utf8()
                .filter(text -> text.codePoints().noneMatch(c -> c < ' ' && c != '\n' && c != '\t' && c != '\r'))
                .map(text -> json(text).orElseGet(() -> text.lines().toList()));
    }

    private static Optional<List<String>> json(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return Optional.empty();
        }
        try {
            List<String> lines = new ArrayList<>();
            add(lines, "", "", Json.parse(text), "");
            return Optional.of(lines);
        } catch (JsonException e) {
            return Optional.empty(); // looks like JSON and isn't: it is shown as the text it is
        }
    }

    private static void add(List<String> lines, String indent, String label, JsonValue value, String end) {
        switch (value) {
            case JsonObject(Map<String, JsonValue> members)
            when !members.isEmpty() -> {
                lines.add(indent + label + "{");
                for (Iterator<Map.Entry<String, JsonValue>> all =
                                members.entrySet().iterator();
                        all.hasNext(); ) {
                    Map.Entry<String, JsonValue> member = all.next();
                    String name = Json.write(new JsonString(member.getKey())) + ": ";
                    add(lines, indent + "  ", name, member.getValue(), all.hasNext() ? "," : "");
                }
                lines.add(indent + "}" + end);
            }
            case JsonArray(List<JsonValue> values)
            when !values.isEmpty() -> {
                lines.add(indent + label + "[");
                for (int at = 0; at < values.size(); at++) {
                    add(lines, indent + "  ", "", values.get(at), at + 1 < values.size() ? "," : "");
                }
                lines.add(indent + "]" + end);
            }
            default -> lines.add(indent + label + Json.write(value) + end);
        }
    }
}
