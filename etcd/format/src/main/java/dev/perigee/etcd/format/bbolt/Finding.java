package dev.perigee.etcd.format.bbolt;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One piece of damage, and where it is.
 *
 * @param fault its class
 * @param page the number of the page that shows it; empty if it concerns the file as a whole
 * @param bucket the bucket that shows it, printable; empty if it concerns none
 * @param message one sentence that names page and bucket
 */
public record Finding(Fault fault, OptionalLong page, Optional<String> bucket, String message) {

    /** Refuses nulls. */
    public Finding {
        Objects.requireNonNull(fault, "fault");
        Objects.requireNonNull(page, "page");
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(message, "message");
    }
}
