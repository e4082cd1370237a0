package dev.perigee.core.delivery;

/**
 * How much may wait for sinks that are down. Beyond either bound the oldest body is given up, and said so; the newest
 * is never given up.
 *
 * @param bodies the most bodies, from 1 up
 * @param bytes the most bytes of all bodies together, from 1 up
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
