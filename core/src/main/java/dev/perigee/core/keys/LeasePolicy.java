package dev.perigee.core.keys;

/** What an import does with keys that hung on a lease. */
public enum LeasePolicy {
    /** Grants a new lease for each of the file's, with the time that was left, and hangs the keys on it. */
    KEEP,
    /** Writes the keys without a lease: they stay for ever. */
    DROP,
    /** Leaves such keys out. */
    SKIP
}
