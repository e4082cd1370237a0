package dev.perigee.core.catalog;

import dev.perigee.core.disk.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Manifests that were read before, by cluster and id: they never change. May be deleted at any time, and failing to
 * write it is no failure.
 *
 * @param directory where; made when first needed
 */
public record ManifestCache(Path directory) {

    private static final System.Logger LOG = System.getLogger(ManifestCache.class.getName());

    /**
     * Looks a manifest up.
     *
     * @param cluster the cluster's name
     * @param id the backup
     * @return empty if it isn't here, or can't be read
     */
    public Optional<Manifest> find(String cluster, BackupId id) {
        Path file = file(cluster, id);
        try {
            return Optional.of(ManifestJson.read(file.toString(), Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | UnreadableManifest e) {
            LOG.log(System.Logger.Level.DEBUG, "passed over a cached manifest: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Keeps a manifest.
     *
     * @param manifest which
     */
    public void keep(Manifest manifest) {
        Path file = file(manifest.cluster().name(), manifest.id());
        try {
            DurableFile.createDirectories(directory.resolve(manifest.cluster().name()));
            // Not aside first: half a manifest is none, and is passed over; and whoever else keeps it writes the same.
            Files.write(file, ManifestJson.write(manifest));
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
    public void forget(String cluster, BackupId id) {
        try {
            Files.deleteIfExists(file(cluster, id));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "could not forget a cached manifest: {0}", e.toString());
        }
    }

    private Path file(String cluster, BackupId id) {
        return directory.resolve(cluster).resolve(id + ".json");
    }
}
