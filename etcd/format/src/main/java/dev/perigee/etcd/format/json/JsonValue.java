package dev.perigee.etcd.format.json;

/** A JSON value. Immutable; compared by value, numbers by the digits they were written with. */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {}
