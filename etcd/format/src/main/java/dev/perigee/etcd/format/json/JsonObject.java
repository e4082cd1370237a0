package dev.perigee.etcd.format.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object.
 *
 * <p>The typed getters treat an absent member and one that is {@code null} alike, and refuse one of another type with a
 * sentence that names it.
 *
 * @param members its members, in the order in which they are written; copied
 */
public record JsonObject(Map<String, JsonValue> members) implements JsonValue {

    /** Copies the map, keeping its order. */
    public JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /**
     * Starts an object to which members are added in order.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A member of any type.
     *
     * @param name its name
     * @return its value; empty if there is none or it is {@code null}
     */
    public Optional<JsonValue> get(String name) {
        JsonValue value = members.get(name);
        return value == null || value == JsonNull.NULL ? Optional.empty() : Optional.of(value);
    }

    /**
     * A string member.
     *
     * @param name its name
     * @return its text; empty if there is none
     * @throws JsonException if it isn't a string
     */
    public Optional<String> string(String name) throws JsonException {
        return typed(name, JsonString.class, "a string").map(JsonString::value);
    }

    /**
     * A member that is {@code true} or {@code false}.
     *
     * @param name its name
     * @return its value; empty if there is none
     * @throws JsonException if it is neither
     */
    public Optional<Boolean> bool(String name) throws JsonException {
        return typed(name, JsonBoolean.class, "true or false").map(JsonBoolean::value);
    }

    /**
     * A number member.
     *
     * @param name its name
     * @return the number; empty if there is none
     * @throws JsonException if it isn't a number
     */
    public Optional<JsonNumber> number(String name) throws JsonException {
        return typed(name, JsonNumber.class, "a number");
    }

    /**
     * An object member.
     *
     * @param name its name
     * @return the object; empty if there is none
     * @throws JsonException if it isn't an object
     */
    public Optional<JsonObject> object(String name) throws JsonException {
        return typed(name, JsonObject.class, "an object");
    }

    /**
     * An array member.
     *
     * @param name its name
     * @return the elements; empty if there is no such member, or no element
     * @throws JsonException if it isn't an array
     */
    public List<JsonValue> array(String name) throws JsonException {
        return typed(name, JsonArray.class, "an array").map(JsonArray::values).orElse(List.of());
    }

    /**
     * An array member whose elements are all strings.
     *
     * @param name its name
     * @return the texts; empty if there is no such member, or no element
     * @throws JsonException if it isn't such an array
     */
    public List<String> strings(String name) throws JsonException {
        List<String> texts = new ArrayList<>();
        for (JsonValue value : array(name)) {
            if (!(value instanceof JsonString text)) {
                throw new JsonException("'" + name + "' must hold strings only");
            }
            texts.add(text.value());
        }
        return List.copyOf(texts);
    }

    private <T extends JsonValue> Optional<T> typed(String name, Class<T> type, String what) throws JsonException {
        Optional<JsonValue> value = get(name);
        if (value.isPresent() && !type.isInstance(value.get())) {
            throw new JsonException("'" + name + "' must be " + what);
        }
        return value.map(type::cast);
    }

    /** Collects the members of an object. Not safe for many threads. */
    public static final class Builder {

        private final Map<String, JsonValue> members = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a member, or replaces the one of that name.
         *
         * @param name its name
         * @param value its value
         * @return this
         */
        public Builder put(String name, JsonValue value) {
            members.put(name, value);
            return this;
        }

        /**
         * Adds a string.
         *
         * @param name its name
         * @param value its text
         * @return this
         */
        public Builder put(String name, String value) {
            return put(name, new JsonString(value));
        }

        /**
         * Adds a signed number.
         *
         * @param name its name
         * @param value its value
         * @return this
         */
        public Builder put(String name, long value) {
            return put(name, JsonNumber.of(value));
        }

        /**
         * Adds a truth value.
         *
         * @param name its name
         * @param value its value
         * @return this
         */
        public Builder put(String name, boolean value) {
            return put(name, new JsonBoolean(value));
        }

        /**
         * Ends the object.
         *
         * @return the object with the members so far
         */
        public JsonObject build() {
            return new JsonObject(members);
        }
    }
}
