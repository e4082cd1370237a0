package dev.perigee.sink.kit.bucket;

import dev.perigee.api.SettingException;

/**
 * How a store names its buckets. A name that none can bear is told before anything is sent.
 *
 * @param pattern a regular expression of all of them
 * @param takes the same in words, after "it takes"
 */
public record BucketNames(String pattern, String takes) {

    /** Of the servers that speak S3: each has rules of its own, and AWS takes an access point's ARN as well. */
    public static final BucketNames S3 = new BucketNames(
            "[A-Za-z0-9._-]{1,255}|arn:[A-Za-z0-9:/._-]+",
            "the name alone, of a-z 0-9 . -: the server's address belongs into endpoint, and what stands before the keys"
                    + " into path");

    String require(String key, String name) {
        if (!name.matches(pattern)) {
            throw new SettingException(key, "is '" + name + "'; it takes " + takes);
        }
        return name;
    }
}
