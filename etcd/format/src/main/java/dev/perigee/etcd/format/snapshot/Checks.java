package dev.perigee.etcd.format.snapshot;

import java.util.OptionalLong;

/**
 * What to do beyond the check of structure and rows, which is always made.
 *
 * @param trailer whether the SHA-256 over the file is compared with its trailer
 * @param hashKvAt the revision to compute HashKV at, 0 for the current one; empty for none
 */
public record Checks(boolean trailer, OptionalLong hashKvAt) {

    /** As {@code etcdutl snapshot status} does: no digest, no HashKV. */
    public static final Checks STATUS = new Checks(false, OptionalLong.empty());

    /** Everything: the digest, and HashKV at the current revision. */
    public static final Checks ALL = new Checks(true, OptionalLong.of(0));

    /** Refuses a negative revision. */
    public Checks {
        if (hashKvAt.isPresent() && hashKvAt.getAsLong() < 0) {
            throw new IllegalArgumentException("a revision is 0 or more, not " + hashKvAt.getAsLong());
        }
    }
}
