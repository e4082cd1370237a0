package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
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
     * What is remembered here of the sink and the cluster's backups.
     *
     * @return what the questions after it go to
     */
    Memory memory();

    /**
     * Lists the copies: one request per thousand objects. Keys that aren't of our shape are passed over.
     *
     * @param now the time
     * @return what is there, to be asked what it is worth
     * @throws SinkException if the listing failed
     */
    Copies copies(Instant now) throws SinkException;

    /**
     * Looks at one copy as it is in the sink now, whatever was read before. Its time isn't held against it.
     *
     * @param id the backup
     * @return what it is worth; empty if the listing doesn't show it
     * @throws SinkException if it can't be looked at
     */
    Optional<StoredCopy> look(BackupId id) throws SinkException;

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
     * A manifest as it is in the sink now, which agrees with itself and with its place.
     *
     * @param id the backup
     * @return empty if there are no manifests here
     * @throws SinkException if it can't be fetched
     * @throws UnreadableManifest if it can't be read, or contradicts itself or its place
     */
    Optional<StoredManifest> fetchManifest(BackupId id) throws SinkException, UnreadableManifest;

    /**
     * Stores a manifest, where there are any: from here on the backup exists, and is known as made here.
     *
     * @param manifest its body is stored already
     * @throws SinkException if it wasn't stored
     */
    void publish(Manifest manifest) throws SinkException;

    /**
     * Writes down and signs what lies here, at the end of a run, where anything is signed.
     *
     * @param heading who, when, and at the end of what
     * @throws SinkException if it can't be listed, or wasn't stored
     */
    void keepLedger(Ledger.Heading heading) throws SinkException;

    /**
     * Notes what the listing says of a manifest that was just published, so that it needn't be read again.
     *
     * @param manifest the backup
     * @param listed the object that makes it one
     */
    void listed(Manifest manifest, ObjectInfo listed);

    /**
     * What this installation knows of a backup.
     *
     * @param id the backup
     * @return {@link Known#NOTHING} if it neither made nor proved it
     */
    default Known known(BackupId id) {
        return memory().known().find(cluster(), id);
    }

    /**
     * What to do about an object that isn't where it has to be.
     *
     * @return a clause to go behind a finding that ends with "is missing"; empty where what is gone is gone
     */
    default String cureOfMissing() {
        return memory().cureOfMissing();
    }

    /**
     * Notes that the copy here was fetched and proven.
     *
     * @param id the backup
     * @param records the digests of its manifest, as {@link StoredManifest#digests} has them; of its body where there are none
     */
    default void proven(BackupId id, Set<Sha256> records) {
        memory().proven(cluster(), id, records);
    }

    /**
     * Notes when the copy here was fetched and proven, until the listing shows another.
     *
     * @param copy the copy as it was looked at
     * @param time when
     */
    default void readBack(StoredCopy copy, Instant time) {
        memory().readBack(cluster(), copy, time);
    }

    /**
     * Notes that the proof of the copy here has failed: it is damaged from now on, until the listing shows another.
     *
     * @param copy the copy as it was looked at
     * @param finding what the proof found
     */
    default void refuted(StoredCopy copy, String finding) {
        memory().refuted(cluster(), copy, finding);
    }

    /**
     * Who signed what makes a backup.
     *
     * @param id the backup
     * @return the key, and whose it is; empty if it isn't signed
     * @throws SinkException if it can't be looked at
     * @throws UnreadableManifest if it can't be read
     */
    default Optional<String> signedBy(BackupId id) throws SinkException, UnreadableManifest {
        return Optional.empty();
    }

    /**
     * Removes a backup: what makes it one goes first.
     *
     * @param id the backup
     * @throws SinkException if something of it is still there; HELD leaves it whole
     */
    void remove(BackupId id) throws SinkException;

    /**
     * Has the store hold all objects of a backup, what makes it one last: how long that is held, the others are.
     *
     * @param id the backup
     * @param until when the hold may end
     * @throws SinkException if something of it isn't held, NOT_FOUND if it is gone
     */
    void hold(BackupId id, Instant until) throws SinkException;

    /**
     * Notes until when the store holds a backup here: as long as it does, one that isn't listed is hidden.
     *
     * @param id the backup
     * @param until as it was asked of the store
     */
    void held(BackupId id, Instant until);

    /**
     * Lists the companions that lie here.
     *
     * @return what the listing says of each, ascending
     * @throws SinkException if the listing failed
     */
    SortedMap<BackupId, ObjectInfo> companions() throws SinkException;

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
