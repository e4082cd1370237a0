package dev.perigee.sink.kit.s3;

import dev.perigee.api.SinkSettings;
import java.util.Map;
import java.util.Optional;

/**
 * How each object is kept.
 *
 * @param encryption how the store encrypts it; empty to leave that to the bucket
 * @param storageClass the store's word for how it is kept; empty for the bucket's default
 * @param tags the object's tags
 * @param lock how long it can't be deleted; empty for no lock
 * @param checksum what guards the bytes on their way
 */
public record ObjectOptions(
        Optional<Encryption> encryption,
        Optional<String> storageClass,
        Map<String, String> tags,
        Optional<ObjectLock> lock,
        Checksum checksum) {

    /** What guards the bytes on their way. */
    public enum Checksum {
        /** A SHA-256 with every request that carries bytes; the store checks it and says it back. */
        WHEN_SUPPORTED,
        /** Only what every S3 server knows: Content-MD5. For servers that trip over newer headers. */
        WHEN_REQUIRED
    }

    /** Copies the tags. */
    public ObjectOptions {
        tags = Map.copyOf(tags);
    }

    /**
     * Reads them.
     *
     * @param settings the sink's
     * @return the options
     * @throws dev.perigee.api.SettingException if a value can't be used, or two are at odds
     */
    public static ObjectOptions read(SinkSettings settings) {
        return new ObjectOptions(
                Encryption.read(settings),
                settings.string("storage-class"),
                settings.block("tags"),
                ObjectLock.read(settings),
                settings.choice("checksum", Checksum.WHEN_SUPPORTED));
    }
}
