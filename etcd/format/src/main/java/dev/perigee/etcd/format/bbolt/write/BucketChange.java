package dev.perigee.etcd.format.bbolt.write;

/** What becomes of one bucket in an edited copy of a file. */
public sealed interface BucketChange {

    /**
     * The bucket.
     *
     * @return its name, Latin-1
     */
    String bucket();

    /**
     * The bucket is made anew, whether it was there before or not.
     *
     * @param bucket its name
     * @param content all it shall hold
     */
    record Replace(String bucket, BucketContent content) implements BucketChange {}

    /**
     * One entry is added behind all others.
     *
     * @param bucket its name; it is made if it isn't there
     * @param key above every key of the bucket
     * @param value the entry's value
     */
    record Append(String bucket, byte[] key, byte[] value) implements BucketChange {}

    /**
     * Entries are added behind all others.
     *
     * @param bucket its name; it is made if it isn't there
     * @param more gives them, each above the one before, the first above every key of the bucket
     */
    record Extend(String bucket, BboltWriter.Filling more) implements BucketChange {}

    /**
     * Entries from a key on are left out.
     *
     * @param bucket its name; it is made, and empty, if it isn't there
     * @param end the least key that is left out
     */
    record Limit(String bucket, byte[] end) implements BucketChange {}
}
