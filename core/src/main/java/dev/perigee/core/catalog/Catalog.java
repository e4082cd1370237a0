package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.util.Optional;
import java.util.SortedMap;

/** The backups of one cluster in one sink, found and named as the sink's {@link Layout} has it. */
public sealed interface Catalog permits ManifestCatalog, DailyCatalog {

    /**
     * The sink.
     *
     * @return the sink that the catalog reads and writes
     */
    StorageSink sink();

    /**
     * Whose backups they are.
     *
     * @return the cluster's name
     */
    String cluster();

    /**
     * Lists the backups: one request per thousand. Reads no manifest. Keys that aren't of our shape are passed over.
     *
     * @return what the listing says of the object that makes each a backup, by id, ascending
     * @throws SinkException if the listing failed
     */
    SortedMap<BackupId, ObjectInfo> backups() throws SinkException;

    /**
     * Lists the bodies that are no backup without a manifest, whether they have one or not.
     *
     * @return what the listing says of each body, by id, ascending; empty where a body alone is a backup
     * @throws SinkException if the listing failed
     */
    SortedMap<BackupId, ObjectInfo> bodies() throws SinkException;

    /**
     * What a backup is called here.
     *
     * @param manifest the backup
     * @return its id in this catalog; the same for two backups of which the later replaces the earlier
     */
    BackupId idOf(Manifest manifest);

    /**
     * Where a backup's body is, or is to be.
     *
     * @param manifest the backup
     * @return the body's key
     */
    ObjectKey body(Manifest manifest);

    /**
     * Which object makes it a backup.
     *
     * @param id the backup
     * @return the key of the manifest; that of the body where there are none
     */
    ObjectKey record(BackupId id);

    /**
     * A manifest, from the cache if it was read before.
     *
     * @param id the backup
     * @return empty if there are no manifests here
     * @throws SinkException if it can't be fetched
     * @throws UnreadableManifest if it can't be read
     */
    Optional<Manifest> manifest(BackupId id) throws SinkException, UnreadableManifest;

    /**
     * A manifest as it is in the sink now.
     *
     * @param id the backup
     * @return empty if there are no manifests here
     * @throws SinkException if it can't be fetched
     * @throws UnreadableManifest if it can't be read, or is another backup's
     */
    Optional<Manifest> fetchManifest(BackupId id) throws SinkException, UnreadableManifest;

    /**
     * Stores a manifest, where there are any: from here on the backup exists.
     *
     * @param manifest its body is stored already
     * @throws SinkException if it wasn't stored
     */
    void publish(Manifest manifest) throws SinkException;

    /**
     * Removes a backup: what makes it one goes first.
     *
     * @param id the backup
     * @throws SinkException if something of it is still there; HELD leaves it whole
     */
    void remove(BackupId id) throws SinkException;

    /**
     * Asks what the listing says of one object.
     *
     * @param key its key
     * @return empty if the listing doesn't show it
     * @throws SinkException if the listing failed
     */
    default Optional<ObjectInfo> find(ObjectKey key) throws SinkException {
        return sink().list(key.value(), "", 1).objects().stream()
                .filter(object -> object.key().equals(key))
                .findFirst();
    }
}
