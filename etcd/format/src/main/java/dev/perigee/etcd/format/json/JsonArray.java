package dev.perigee.etcd.format.json;

import java.util.List;

/**
 * A JSON array.
 *
 * @param values its elements in order; copied
 */
public record JsonArray(List<JsonValue> values) implements JsonValue {

    /** Copies the list. */
    public JsonArray {
        values = List.copyOf(values);
    }

    /**
     * An array of strings.
     *
     * @param texts the elements in order
     * @return the array
     */
    public static JsonArray ofStrings(List<String> texts) {
        return new JsonArray(texts.stream().<JsonValue>map(JsonString::new).toList());
    }
}
