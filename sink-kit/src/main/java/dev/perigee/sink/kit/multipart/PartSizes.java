package dev.perigee.sink.kit.multipart;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;

/**
 * How bodies are cut into parts.
 *
 * @param multipartAbove bytes from which on a body goes in parts
 * @param partSize bytes of each part but the last, 5 MiB to 5 GiB; grows when a body would need more than 10 000
 * @param parallelParts how many parts travel at a time
 */
public record PartSizes(long multipartAbove, long partSize, int parallelParts) {

    /** The most parts S3 takes. */
    public static final int MAX_PARTS = 10_000;

    static final long MIB = 1L << 20;

    /**
     * Reads them.
     *
     * @param settings the sink's
     * @return the sizes
     * @throws SettingException if a value can't be used
     */
    public static PartSizes read(SinkSettings settings) {
        return new PartSizes(
                within("multipart-above", settings.bytes("multipart-above", MIB / 2), 0, 5L << 30),
                within("part-size", settings.bytes("part-size", 16 * MIB), 5 * MIB, 5L << 30),
                settings.integer("parallel-parts", 4, 1, 64));
    }

    private static long within(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new SettingException(key, "is " + value + " bytes; it takes " + least + " to " + most);
        }
        return value;
    }

    /**
     * The part size for a body.
     *
     * @param length the body's, in bytes
     * @return the configured one, or what keeps it within {@value #MAX_PARTS} parts
     */
    public long partSizeFor(long length) {
        long least = (length + MAX_PARTS - 1) / MAX_PARTS;
        long rounded = (least + MIB - 1) / MIB * MIB;
        return Math.max(partSize, rounded);
    }
}
