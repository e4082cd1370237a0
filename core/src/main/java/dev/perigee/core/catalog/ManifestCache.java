package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What one sink's manifests were when they were last read, readable or not. It never stands for more than that sink's own
 * word, and holds only as long as the listing shows an object of the same length and time. May be deleted at any time, and
 * failing to write it is no failure.
 *
 * <p>On disk: {@code <cluster>/<id>.json}, and {@code .json.sig} for its signature, with the time in a first line and the bytes as they were after it.
 *
 * @param directory where this sink's are; made when first needed
 */
public record ManifestCache(Path directory) {

    private static final System.Logger LOG = LateLogger.of(ManifestCache.class);

    /** What is longer is no manifest of ours, and isn't worth the room. */
    private static final int LONGEST = 1 << 16;

    /**
     * Looks a manifest up.
     *
     * @param cluster the cluster's name
     * @param id the backup
     * @param listed what the listing says of it now
     * @return its bytes; empty if they aren't here, or are of another object than the one that is listed
     */
    Optional<byte[]> find(String cluster, BackupId id, ObjectInfo listed) {
        return find(file(cluster, id), listed);
    }

    /** The same for its signature. */
    Optional<byte[]> findSignature(String cluster, BackupId id, ObjectInfo listed) {
        return find(signature(cluster, id), listed);
    }

    private static Optional<byte[]> find(Path path, ObjectInfo listed) {
        if (Files.notExists(path)) {
            return Optional.empty(); // most of another's are: an exception for each would take longer than all else
        }
        byte[] head = head(listed);
        try {
            byte[] file = SmallFile.read(path, head.length + LONGEST);
            boolean same = file.length == head.length + listed.length()
                    && Arrays.equals(head, 0, head.length, file, 0, head.length);
            return same ? Optional.of(Arrays.copyOfRange(file, head.length, file.length)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "passed over a cached manifest: {0}", FailureWords.of(e));
            return Optional.empty();
        }
    }

    /**
     * Keeps a manifest.
     *
     * @param cluster the cluster's name
     * @param id the backup
     * @param listed what the listing said of it before it was read
     * @param bytes what was read
     */
    void keep(String cluster, BackupId id, ObjectInfo listed, byte[] bytes) {
        keep(cluster, file(cluster, id), listed, bytes);
    }

    /** The same for its signature. */
    void keepSignature(String cluster, BackupId id, ObjectInfo listed, byte[] bytes) {
        keep(cluster, signature(cluster, id), listed, bytes);
    }

    private void keep(String cluster, Path path, ObjectInfo listed, byte[] bytes) {
        if (bytes.length != listed.length() || bytes.length > LONGEST) {
            return;
        }
        byte[] head = head(listed);
        byte[] file = Arrays.copyOf(head, head.length + bytes.length);
        System.arraycopy(bytes, 0, file, head.length, bytes.length);
        try {
            DurableFile.createDirectories(directory.resolve(cluster));
            // Not aside first: half a manifest has another length, and is passed over.
            Files.write(path, file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "could not cache a manifest: {0}", e.toString());
        }
    }

    /**
     * Forgets a manifest.
     *
     * @param cluster the cluster's name
     * @param id the backup
     */
    void forget(String cluster, BackupId id) {
        try {
            Files.deleteIfExists(file(cluster, id));
            Files.deleteIfExists(signature(cluster, id));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "could not forget a cached manifest: {0}", e.toString());
        }
    }

    private static byte[] head(ObjectInfo listed) {
        return (listed.lastModified() + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private Path signature(String cluster, BackupId id) {
        return directory.resolve(cluster).resolve(id + ".json.sig");
    }

    private Path file(String cluster, BackupId id) {
        return directory.resolve(cluster).resolve(id + ".json");
    }
}
