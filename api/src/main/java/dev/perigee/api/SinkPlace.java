package dev.perigee.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a sink keeps its backups. Two sinks of equal places would thin out each other's, so the engine refuses such a
 * configuration; of several copies of a backup it reads the one on this host.
 *
 * @param address the same text for the same place, however the settings spell it: {@code file:///var/backups}, {@code
 *     s3://minio:9000/bucket/path}; never a secret
 * @param folder the folder of this host; empty for a store that other hosts may share
 */
public record SinkPlace(String address, Optional<Path> folder) {

    /** Refuses an empty address. */
    public SinkPlace {
        if (address.isBlank()) {
            throw new IllegalArgumentException("a place without an address");
        }
    }

    /**
     * A folder of this host.
     *
     * @param directory absolute
     * @return the place, whatever detours the path takes
     */
    public static SinkPlace folder(Path directory) {
        Path normal = directory.normalize();
        return new SinkPlace("file://" + normal, Optional.of(normal));
    }

    /**
     * A store that other hosts may share.
     *
     * @param address the same text for the same place
     * @return the place
     */
    public static SinkPlace store(String address) {
        return new SinkPlace(address, Optional.empty());
    }
}
