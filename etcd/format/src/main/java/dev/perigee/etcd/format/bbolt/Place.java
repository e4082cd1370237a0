package dev.perigee.etcd.format.bbolt;

import java.util.Optional;
import java.util.OptionalLong;

/** A tree in the file, by the name that findings call it: a bucket, or the root that holds the buckets. */
record Place(Optional<BucketName> bucket, Findings findings) {

    /** Adds a finding: "page 7 of bucket 'key' " and the rest of the sentence. */
    void found(Fault fault, long page, String rest) {
        String tree = bucket.map(name -> "bucket '" + name + "'").orElse("the root bucket");
        findings.add(new Finding(
                fault,
                OptionalLong.of(page),
                bucket.map(BucketName::toString),
                "page " + Long.toUnsignedString(page) + " of " + tree + " " + rest));
    }
}
