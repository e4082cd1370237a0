package dev.perigee.daemon;

import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonBoolean;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNull;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import dev.perigee.etcd.format.json.JsonString;
import dev.perigee.etcd.format.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** As much of JSON Schema as our document uses. Says what of a value it doesn't allow. */
record Schema(JsonObject document) {

    /** What a schema doesn't allow of a value, each with its place. */
    List<String> findings(JsonObject schema, JsonValue value) throws JsonException {
        List<String> findings = new ArrayList<>();
        check(resolved(schema), value, "$", findings);
        return findings;
    }

    private JsonObject resolved(JsonObject schema) throws JsonException {
        JsonObject at = schema;
        for (var ref = at.string("$ref"); ref.isPresent(); ref = at.string("$ref")) {
            JsonValue found = document;
            for (String step : ref.get().substring(2).split("/")) {
                found = ((JsonObject) found).get(step).orElseThrow();
            }
            at = (JsonObject) found;
        }
        return at;
    }

    private void check(JsonObject schema, JsonValue value, String at, List<String> findings) throws JsonException {
        if (schema.get("oneOf").isPresent()) {
            oneOf(schema.array("oneOf"), value, at, findings);
            return;
        }
        if (schema.get("const").isPresent() && !schema.get("const").get().equals(value)) {
            findings.add(at + " isn't " + Json.write(schema.get("const").get()));
        }
        if (schema.get("enum").isPresent() && !schema.array("enum").contains(value)) {
            findings.add(at + " isn't among " + schema.array("enum"));
        }
        if (schema.get("type").isPresent() && types(schema).stream().noneMatch(type -> is(type, value))) {
            findings.add(at + " isn't " + types(schema) + ": " + Json.write(value));
        }
        if (value instanceof JsonString(String text)
                && schema.string("format").filter("date-time"::equals).isPresent()) {
            Instant.parse(text);
        }
        if (value instanceof JsonArray array && schema.object("items").isPresent()) {
            JsonObject items = resolved(schema.object("items").get());
            for (int i = 0; i < array.values().size(); i++) {
                check(items, array.values().get(i), at + "[" + i + "]", findings);
            }
        }
        if (value instanceof JsonObject object) {
            members(schema, object, at, findings);
        }
    }

    private void oneOf(List<JsonValue> schemas, JsonValue value, String at, List<String> findings)
            throws JsonException {
        int fitting = 0;
        List<String> all = new ArrayList<>();
        for (JsonValue schema : schemas) {
            List<String> these = new ArrayList<>();
            check(resolved((JsonObject) schema), value, at, these);
            fitting += these.isEmpty() ? 1 : 0;
            all.addAll(these);
        }
        if (fitting != 1) {
            findings.add(at + " fits " + fitting + " of the schemas: " + all);
        }
    }

    private void members(JsonObject schema, JsonObject object, String at, List<String> findings) throws JsonException {
        for (String name : schema.strings("required")) {
            if (!object.members().containsKey(name)) {
                findings.add(at + " lacks " + name);
            }
        }
        JsonObject properties = schema.object("properties").orElse(new JsonObject(Map.of()));
        boolean closed =
                schema.bool("additionalProperties").filter(allowed -> !allowed).isPresent();
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            String name = member.getKey();
            if (properties.get(name).isPresent()) {
                check(resolved((JsonObject) properties.get(name).get()), member.getValue(), at + "." + name, findings);
            } else if (closed) {
                findings.add(at + " has " + name + " too");
            }
        }
    }

    private static List<String> types(JsonObject schema) throws JsonException {
        return schema.get("type").orElseThrow() instanceof JsonString(String one)
                ? List.of(one)
                : schema.strings("type");
    }

    private static boolean is(String type, JsonValue value) {
        return switch (value) {
            case JsonObject _ -> type.equals("object");
            case JsonArray _ -> type.equals("array");
            case JsonString _ -> type.equals("string");
            case JsonBoolean _ -> type.equals("boolean");
            case JsonNull _ -> type.equals("null");
            case JsonNumber(String literal) ->
                type.equals("number") || type.equals("integer") && literal.matches("-?[0-9]+");
        };
    }
}
