package dev.perigee.api;

import java.time.Instant;
import java.util.Objects;

/**
 * What a listing says of an object.
 *
 * @param key the object's key
 * @param length its length in bytes, from 0 up
 * @param lastModified when it was stored, by the store's clock; whole seconds are enough
 */
public record ObjectInfo(ObjectKey key, long length, Instant lastModified) {

    /** Refuses nulls and negative lengths. */
    public ObjectInfo {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(lastModified, "lastModified");
        if (length < 0) {
            throw new IllegalArgumentException("an object's length can't be " + length);
        }
    }
}
