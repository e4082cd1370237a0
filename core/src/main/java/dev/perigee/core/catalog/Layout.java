package dev.perigee.core.catalog;

import dev.perigee.api.ObjectKey;
import java.util.Optional;

/** Where a cluster's backups are in a sink: which key belongs to which backup. Pure. */
public sealed interface Layout {

    /** {@code <cluster>/snapshots/<id>.db} and {@code <cluster>/manifests/<id>.json}. */
    Layout STANDARD = new Standard();

    /**
     * The key of the body.
     *
     * @param cluster the cluster's name
     * @param id the backup
     * @return its key
     */
    ObjectKey body(String cluster, BackupId id);

    /**
     * The key of the manifest.
     *
     * @param cluster the cluster's name
     * @param id the backup
     * @return its key
     */
    ObjectKey manifest(String cluster, BackupId id);

    /**
     * What all bodies' keys start with.
     *
     * @param cluster the cluster's name
     * @return a string prefix
     */
    String bodies(String cluster);

    /**
     * What all manifests' keys start with.
     *
     * @param cluster the cluster's name
     * @return a string prefix
     */
    String manifests(String cluster);

    /**
     * Whose body a key is.
     *
     * @param cluster the cluster's name
     * @param key any key
     * @return empty if it is no body's key of exactly our shape
     */
    Optional<BackupId> ofBody(String cluster, ObjectKey key);

    /**
     * Whose manifest a key is.
     *
     * @param cluster the cluster's name
     * @param key any key
     * @return empty if it is no manifest's key of exactly our shape
     */
    Optional<BackupId> ofManifest(String cluster, ObjectKey key);

    /** The layout with manifests. */
    record Standard() implements Layout {

        private static final String BODY_SUFFIX = ".db";
        private static final String MANIFEST_SUFFIX = ".json";

        @Override
        public ObjectKey body(String cluster, BackupId id) {
            return ObjectKey.of(bodies(cluster) + id + BODY_SUFFIX);
        }

        @Override
        public ObjectKey manifest(String cluster, BackupId id) {
            return ObjectKey.of(manifests(cluster) + id + MANIFEST_SUFFIX);
        }

        @Override
        public String bodies(String cluster) {
            return cluster + "/snapshots/";
        }

        @Override
        public String manifests(String cluster) {
            return cluster + "/manifests/";
        }

        @Override
        public Optional<BackupId> ofBody(String cluster, ObjectKey key) {
            return between(bodies(cluster), key.value(), BODY_SUFFIX);
        }

        @Override
        public Optional<BackupId> ofManifest(String cluster, ObjectKey key) {
            return between(manifests(cluster), key.value(), MANIFEST_SUFFIX);
        }

        private static Optional<BackupId> between(String prefix, String key, String suffix) {
            boolean fits =
                    key.startsWith(prefix) && key.endsWith(suffix) && key.length() >= prefix.length() + suffix.length();
            return fits
                    ? BackupId.parse(key.substring(prefix.length(), key.length() - suffix.length()))
                    : Optional.empty();
        }
    }
}
