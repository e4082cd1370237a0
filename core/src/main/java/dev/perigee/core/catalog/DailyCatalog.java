package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.etcd.format.snapshot.Trailer;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Backups of which there is one a day, without manifests: a body is a backup, and only its own proof tells whether it is a
 * good one. A listing tells whether its length is one that a snapshot can have.
 *
 * @param sink the sink
 * @param cluster the cluster's name; the keys don't say it
 * @param layout where what is
 * @param memory what was made or proven here
 */
record DailyCatalog(StorageSink sink, String cluster, Layout.Gravity layout, Memory memory) implements Catalog {

    @Override
    public Copies copies(Instant now) throws SinkException {
        SortedMap<BackupId, ObjectInfo> bodies = Listings.list(sink, layout.bodies(), layout::ofBody);
        Clocks clocks = new Clocks(now, Listings.newest(bodies.values().stream()));
        return new Copies(
                bodies,
                Bodies.none(),
                clocks,
                LedgerView.NONE,
                (id, effort) -> Optional.of(copy(id, Objects.requireNonNull(bodies.get(id)), clocks)));
    }

    @Override
    public Optional<StoredCopy> look(BackupId id) throws SinkException {
        return find(record(id)).map(body -> copy(id, body, Clocks.TRUSTING));
    }

    private StoredCopy copy(BackupId id, ObjectInfo body, Clocks clocks) {
        Known known = known(id);
        Standing standing = standing(id, body, clocks, known.origin());
        return memory.remembered(new StoredCopy(id, body, Optional.of(body), Optional.empty(), standing), known);
    }

    private Standing standing(BackupId id, ObjectInfo body, Clocks clocks, Origin origin) {
        Optional<String> ahead = clocks.ahead(id.time());
        if (ahead.isPresent()) {
            return new Standing.Future(ahead.get());
        }
        return Trailer.isIn(body.length())
                ? new Standing.Whole(origin)
                : new Standing.Damaged(body.key() + " has " + body.length() + " bytes, which no snapshot has");
    }

    @Override
    public BackupId idOf(Manifest manifest) {
        return layout.idOf(manifest.id());
    }

    @Override
    public ObjectKey body(Manifest manifest) {
        return layout.body(layout.day(manifest.id().time()));
    }

    @Override
    public ObjectKey record(BackupId id) {
        return layout.body(layout.day(id.time()));
    }

    @Override
    public Optional<StoredManifest> fetchManifest(BackupId id) {
        return Optional.empty();
    }

    @Override
    public void publish(Manifest manifest) {
        // the body is the backup
        memory.known().made(cluster, idOf(manifest), manifest.body().sha256());
    }

    @Override
    public void keepLedger(Ledger.Heading heading) {
        // nothing here is signed
    }

    @Override
    public void listed(Manifest manifest, ObjectInfo listed) {
        // there is no manifest to be read
    }

    @Override
    public void remove(BackupId id) throws SinkException {
        sink.delete(record(id));
    }

    @Override
    public void hold(BackupId id, Instant until) throws SinkException {
        sink.hold(record(id), until);
    }

    @Override
    public void held(BackupId id, Instant until) {
        // the next of its day takes its place
    }

    @Override
    public SortedMap<BackupId, ObjectInfo> companions() {
        return new TreeMap<>(); // the layout has no place for them
    }
}
