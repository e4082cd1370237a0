package dev.perigee.sink.kit.bucket;

import dev.perigee.api.SettingException;

/**
 * How a store names its buckets. A name that none can bear is told before anything is sent.
 *
 * @param pattern a regular expression of all of them
 * @param takes the same in words, after "it takes"
 */
public record BucketNames(String pattern, String takes) {

    /** Neither an address nor with two dots in a row. */
    private static final String NO_ADDRESS = "(?!.*[.][.])(?![0-9]+([.][0-9]+){3}$)";

    private static final String ALONE =
            ": the server's address belongs into endpoint, and what stands before the keys into path";

    /** Of the servers that speak S3: each has rules of its own. */
    public static final BucketNames S3 =
            new BucketNames("[A-Za-z0-9._-]{1,255}|arn:[A-Za-z0-9:/._-]+", "the name alone, of a-z 0-9 . -" + ALONE);

    /** Of AWS, which takes an access point's ARN as well. */
    public static final BucketNames AWS = new BucketNames(
            NO_ADDRESS + "[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?|arn:[A-Za-z0-9:/._-]+",
            "the name alone, of a-z 0-9 . -, with a letter or digit at each end, no two dots in a row and no IP address, or an"
                    + " access point's ARN" + ALONE);

    /** Of Google. */
    public static final BucketNames GCS = new BucketNames(
            NO_ADDRESS + "(?!goog)(?!.*google)[a-z0-9]([a-z0-9._-]{0,220}[a-z0-9])?",
            "3 to 63 of a-z 0-9 . _ -, with a letter or digit at each end, no two dots in a row and no IP address, and nothing"
                    + " with 'google' or 'goog' at its start");

    String require(String key, String name) {
        if (!name.matches(pattern)) {
            throw new SettingException(key, "is '" + name + "'; it takes " + takes);
        }
        return name;
    }
}
