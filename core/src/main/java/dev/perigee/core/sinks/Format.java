package dev.perigee.core.sinks;

/** What a sink gets of a snapshot. */
public enum Format {
    /** The file that etcd sent. */
    RAW,
    /** The rows that it doesn't have yet. */
    PACKS
}
