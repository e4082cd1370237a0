package dev.perigee.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a put asks for beside keeping the bytes.
 *
 * @param retainUntil until when the store must refuse to delete the object; empty for no such hold. Only given to sinks
 *     whose {@link SinkCapabilities#holdsObjects()} is true
 */
public record PutOptions(Optional<Instant> retainUntil) {

    /** A plain put. */
    public static final PutOptions NONE = new PutOptions(Optional.empty());

    /** Refuses null. */
    public PutOptions {
        Objects.requireNonNull(retainUntil, "retainUntil");
    }
}
