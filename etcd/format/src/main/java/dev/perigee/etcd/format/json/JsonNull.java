package dev.perigee.etcd.format.json;

/** JSON's {@code null}. */
public enum JsonNull implements JsonValue {
    /** The only one. */
    NULL
}
