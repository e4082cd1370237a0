package dev.perigee.core.keys;

/** What an import does with a key that is there already with another value. */
public enum OnConflict {
    /** Writes the file's value. */
    OVERWRITE,
    /** Leaves the cluster's. */
    SKIP,
    /** Writes nothing at all if there is a single such key. */
    FAIL,
    /** Writes the file's value if its mod revision is greater; makes sense within one cluster only. */
    NEWER
}
