package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.codec.BytesBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Backups of which each has a manifest. There is no database: a listing of the manifests' keys is the catalog.
 *
 * @param sink the sink
 * @param cluster the cluster's name
 * @param layout where what is
 * @param cache manifests read before
 */
record ManifestCatalog(StorageSink sink, String cluster, Layout.Standard layout, ManifestCache cache)
        implements Catalog {

    private static final int LARGEST_MANIFEST = 1 << 20;

    @Override
    public SortedMap<BackupId, ObjectInfo> backups() throws SinkException {
        return Listings.list(sink, layout.manifests(cluster), key -> layout.ofManifest(cluster, key));
    }

    @Override
    public SortedMap<BackupId, ObjectInfo> bodies() throws SinkException {
        return Listings.list(sink, layout.bodies(cluster), key -> layout.ofBody(cluster, key));
    }

    @Override
    public BackupId idOf(Manifest manifest) {
        return manifest.id();
    }

    @Override
    public ObjectKey body(Manifest manifest) {
        return manifest.body().key();
    }

    @Override
    public ObjectKey record(BackupId id) {
        return layout.manifest(cluster, id);
    }

    @Override
    public Optional<Manifest> manifest(BackupId id) throws SinkException, UnreadableManifest {
        Optional<Manifest> cached = cache.find(cluster, id);
        return cached.isPresent() ? cached : fetchManifest(id);
    }

    @Override
    public Optional<Manifest> fetchManifest(BackupId id) throws SinkException, UnreadableManifest {
        ObjectKey key = layout.manifest(cluster, id);
        Manifest manifest = ManifestJson.read(key.value(), fetch(key));
        if (!manifest.id().equals(id)) {
            throw UnreadableManifest.damaged(
                    key.value(), new IOException("it is the manifest of another backup: " + manifest.id()));
        }
        if (manifest.cluster().name().equals(cluster)) {
            cache.keep(
                    manifest); // a copied folder's manifests name another cluster: readable, but not to be filed here
        }
        return Optional.of(manifest);
    }

    @Override
    public void publish(Manifest manifest) throws SinkException {
        byte[] bytes = ManifestJson.write(manifest);
        sink.put(layout.manifest(cluster, manifest.id()), new BytesBody(bytes), PutOptions.NONE);
        cache.keep(manifest);
    }

    private byte[] fetch(ObjectKey key) throws SinkException {
        try (InputStream stream = sink.get(key, 0)) {
            byte[] bytes = stream.readNBytes(LARGEST_MANIFEST + 1);
            if (bytes.length > LARGEST_MANIFEST) {
                throw new SinkException(SinkException.Kind.DAMAGED, key, key + " is too long for a manifest");
            }
            return bytes;
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw new SinkException(SinkException.Kind.UNREACHABLE, key, "get of " + key + " broke off: " + e, e);
        }
    }

    @Override
    public void remove(BackupId id) throws SinkException {
        Optional<Manifest> manifest = readable(id);
        sink.delete(layout.manifest(cluster, id));
        cache.forget(cluster, id);
        try {
            sink.delete(layout.body(cluster, id));
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.HELD && manifest.isPresent()) {
                publish(manifest.get()); // the body stays, so it stays a backup
            }
            throw e;
        }
    }

    private Optional<Manifest> readable(BackupId id) throws SinkException {
        try {
            return manifest(id);
        } catch (UnreadableManifest e) {
            return Optional.empty();
        }
    }
}
