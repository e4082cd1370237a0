package dev.perigee.sink.minio;

import java.time.Instant;
import java.util.Comparator;

/** A version of an object, or a delete marker among its versions. */
record Version(String id, Instant at, boolean latest) {

    /** The current one before all others: two may carry the same second. */
    static final Comparator<Version> NEWEST_FIRST =
            Comparator.comparing(Version::latest).thenComparing(Version::at).reversed();
}
