package dev.perigee.core.spool;

/**
 * How much of each cluster may wait for each sink that is down. Beyond either bound the oldest body is given up, and said
 * so; the newest is never given up.
 *
 * @param bodies the most bodies, from 1 up
 * @param bytes the most bytes of these bodies together, and of those together that are under way at once, from 1 up
 */
public record SpoolSettings(int bodies, long bytes) {

    /** Three bodies, 16 GiB. */
    public static final SpoolSettings DEFAULT = new SpoolSettings(3, 16L << 30);

    /** Refuses to keep nothing. */
    public SpoolSettings {
        if (bodies < 1 || bytes < 1) {
            throw new IllegalArgumentException("the spool takes at least one body and one byte");
        }
    }
}
