package dev.perigee.core.engine;

/**
 * How it stands with a sink, or with a type that no sink has.
 *
 * @param name the sink's name; empty for a mere type
 * @param type the type
 * @param retention what it keeps, in words
 * @param plugin the plugin's folder; empty if there is none
 * @param version the plugin's version; empty if it doesn't say
 * @param state {@code ready}, {@code not configured} or {@code broken}
 */
public record SinkState(String name, String type, String retention, String plugin, String version, String state) {}
