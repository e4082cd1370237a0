package dev.perigee.etcd.format.json;

import java.util.Objects;

/**
 * A JSON string.
 *
 * @param value its text, unescaped; never null
 */
public record JsonString(String value) implements JsonValue {

    /** Refuses null. */
    public JsonString {
        Objects.requireNonNull(value, "value");
    }
}
