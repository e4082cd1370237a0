package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Backups of which there is one a day, without manifests: a body is a backup, and only its own proof tells whether it is a
 * good one.
 *
 * @param sink the sink
 * @param cluster the cluster's name; the keys don't say it
 * @param layout where what is
 */
record DailyCatalog(StorageSink sink, String cluster, Layout.Gravity layout) implements Catalog {

    @Override
    public SortedMap<BackupId, ObjectInfo> backups() throws SinkException {
        return Listings.list(sink, layout.bodies(), layout::ofBody);
    }

    @Override
    public SortedMap<BackupId, ObjectInfo> bodies() {
        return new TreeMap<>();
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
    public Optional<Manifest> manifest(BackupId id) {
        return Optional.empty();
    }

    @Override
    public Optional<Manifest> fetchManifest(BackupId id) {
        return Optional.empty();
    }

    @Override
    public void publish(Manifest manifest) {
        // the body is the backup
    }

    @Override
    public void remove(BackupId id) throws SinkException {
        sink.delete(record(id));
    }
}
