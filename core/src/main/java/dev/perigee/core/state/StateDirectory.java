package dev.perigee.core.state;

import dev.perigee.core.catalog.KnownBackups;
import dev.perigee.core.catalog.ManifestCache;
import dev.perigee.core.catalog.Memory;
import dev.perigee.core.disk.Permissions;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.time.Timing;
import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * Where Perigee keeps what must outlive a run.
 *
 * @param path the directory; absolute
 * @param timing how to wait for whoever else changes what is there
 */
public record StateDirectory(Path path, Timing timing) {

    private static final List<String> OWN =
            List.of("spool", "cache", "drills", "restores", "timelines", "history", "packs", "known", "jobs", "proofs");

    /**
     * Opens a state directory: makes it if it is missing, and asks whether it can be written.
     *
     * @param path the directory
     * @param timing how to wait for whoever else changes what is there
     * @return the state directory
     * @throws OperationException DENIED or INPUT_OUTPUT if it can't be made or written; the hint names the flag
     */
    public static StateDirectory open(Path path, Timing timing) throws OperationException {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(
                    absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            absolute.getFileSystem().provider().checkAccess(absolute, AccessMode.WRITE, AccessMode.EXECUTE);
        } catch (IOException e) {
            throw OperationException.ofDisk(
                    "the state directory " + absolute + " can't be written",
                    e,
                    "give another one with --state-dir, in PERIGEE_STATE_DIR, or as state-dir in the configuration");
        }
        return new StateDirectory(absolute, timing);
    }

    /**
     * What is to be said of who may write it: in a container's volume that may be meant so, so that it is no error. What
     * lies in the spool is looked at once more before it is sent.
     *
     * @return a sentence if everybody on this machine may
     */
    public Optional<String> warning() {
        try {
            return Permissions.areOpenToAll(path)
                    ? Optional.of("everybody on this machine may write the state directory " + path
                            + ", and so put backups there; 'chmod o-w " + path + "'")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // absent: it is about to be made, for us alone
        }
    }

    /**
     * The folders of a state directory that only Perigee may write to: it sweeps what it doesn't know there.
     *
     * @param path the directory
     * @return all that there may be
     */
    public static List<Path> own(Path path) {
        return OWN.stream().map(path::resolve).toList();
    }

    /**
     * Bodies on their way to the sinks.
     *
     * @return {@code spool/}
     */
    public Path spool() {
        return path.resolve("spool");
    }

    /**
     * Manifests that were read before; may be deleted at any time.
     *
     * @return {@code cache/}
     */
    public Path cache() {
        return path.resolve("cache");
    }

    /**
     * Where restores are played through, and what is remembered of that.
     *
     * @return {@code drills/}
     */
    public Path drills() {
        return path.resolve("drills");
    }

    /**
     * What is remembered of restores.
     *
     * @return a directory; it may not exist yet
     */
    public Path restores() {
        return path.resolve("restores");
    }

    /**
     * The newest backups made here, by which a restore of the cluster is noticed.
     *
     * @return a directory; it may not exist yet
     */
    public Path timelines() {
        return path.resolve("timelines");
    }

    /**
     * Histories on their way to the sinks.
     *
     * @return {@code history/}
     */
    public Path history() {
        return path.resolve("history");
    }

    /**
     * What is known of the packs of one cluster in one sink; may be deleted at any time.
     *
     * @param sink the sink's name
     * @param cluster the cluster's name
     * @return {@code packs/SINK/CLUSTER/}; it may not exist yet
     */
    public Path packs(String sink, String cluster) {
        return path.resolve("packs").resolve(sink).resolve(cluster);
    }

    /**
     * The backups that this installation has made or proved.
     *
     * @return what is noted in {@code known/}; not to be deleted
     */
    public KnownBackups known() {
        return new KnownBackups(path.resolve("known"), timing);
    }

    /**
     * What is remembered where one sink is concerned.
     *
     * @param sink its name
     * @param store whether it is a store; else a folder of this host
     * @return what lies in this directory
     */
    public Memory memory(String sink, boolean store) {
        return new Memory(sink, store, new ManifestCache(cache().resolve(sink)), known());
    }
}
