package dev.perigee.core.keys;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Where a file of keys comes from.
 *
 * @param clusterId etcd's cluster id, 64 unsigned bits; empty if the source doesn't tell
 * @param revision the revision at which all keys were read; 0 if the file doesn't say
 * @param time when they were read, or when the snapshot was taken
 * @param valuesLeftOut why entries may lack their value
 */
public record DumpHeader(OptionalLong clusterId, long revision, Instant time, LeftOut valuesLeftOut) {

    /** Which values a file leaves out. */
    public enum LeftOut {
        /** None. */
        NONE,
        /** Those of keys that look like secrets. */
        SECRETS,
        /** All. */
        ALL
    }
}
