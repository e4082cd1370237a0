package dev.perigee.sink.kit.s3;

import java.time.Instant;
import java.util.Comparator;

/**
 * A version of an object, or a delete marker among its versions.
 *
 * @param id the store's word for it
 * @param at when it was made
 * @param latest whether it is the current one
 */
public record ObjectVersion(String id, Instant at, boolean latest) {

    /** The current one before all others: two may carry the same second. */
    public static final Comparator<ObjectVersion> NEWEST_FIRST = Comparator.comparing(ObjectVersion::latest)
            .thenComparing(ObjectVersion::at)
            .reversed();
}
