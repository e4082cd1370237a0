package dev.perigee.core.catalog;

import dev.perigee.api.ListPage;
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
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The backups of one cluster in one sink. There is no database: a listing of the manifests' keys is the catalog.
 *
 * @param sink the sink
 * @param cluster the cluster's name
 * @param layout where what is
 * @param cache manifests read before
 */
public record Catalog(StorageSink sink, String cluster, Layout layout, ManifestCache cache) {

    private static final int PAGE = 1_000;
    private static final int LARGEST_MANIFEST = 1 << 20;

    /**
     * Lists the backups: one request per thousand. Reads no manifest. Keys that aren't of our shape are passed over.
     *
     * @return what the listing says of each manifest, by id, ascending
     * @throws SinkException if the listing failed
     */
    public SortedMap<BackupId, ObjectInfo> backups() throws SinkException {
        return list(layout.manifests(cluster), key -> layout.ofManifest(cluster, key));
    }

    /**
     * Lists the bodies, with and without a manifest.
     *
     * @return what the listing says of each body, by id, ascending
     * @throws SinkException if the listing failed
     */
    public SortedMap<BackupId, ObjectInfo> bodies() throws SinkException {
        return list(layout.bodies(cluster), key -> layout.ofBody(cluster, key));
    }

    /**
     * Asks what the listing says of one object.
     *
     * @param key its key
     * @return empty if the listing doesn't show it
     * @throws SinkException if the listing failed
     */
    public Optional<ObjectInfo> find(ObjectKey key) throws SinkException {
        return sink.list(key.value(), "", 1).objects().stream()
                .filter(object -> object.key().equals(key))
                .findFirst();
    }

    /**
     * A manifest, from the cache if it was read before.
     *
     * @param id the backup
     * @return its manifest
     * @throws SinkException if it can't be fetched
     * @throws UnreadableManifest if it can't be read
     */
    public Manifest manifest(BackupId id) throws SinkException, UnreadableManifest {
        Optional<Manifest> cached = cache.find(cluster, id);
        return cached.isPresent() ? cached.get() : fetchManifest(id);
    }

    /**
     * A manifest as it is in the sink now.
     *
     * @param id the backup
     * @return its manifest
     * @throws SinkException if it can't be fetched
     * @throws UnreadableManifest if it can't be read, or is another backup's
     */
    public Manifest fetchManifest(BackupId id) throws SinkException, UnreadableManifest {
        ObjectKey key = layout.manifest(cluster, id);
        Manifest manifest = ManifestJson.read(key.value(), fetch(key));
        if (!manifest.id().equals(id)) {
            throw UnreadableManifest.damaged(
                    key.value(), new IOException("it is the manifest of another backup: " + manifest.id()));
        }
        cache.keep(manifest);
        return manifest;
    }

    /**
     * Stores a manifest: from here on the backup exists.
     *
     * @param manifest its body is stored already
     * @throws SinkException if it wasn't stored
     */
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

    private SortedMap<BackupId, ObjectInfo> list(String prefix, Function<ObjectKey, Optional<BackupId>> parser)
            throws SinkException {
        SortedMap<BackupId, ObjectInfo> found = new TreeMap<>();
        String after = "";
        ListPage page;
        do {
            page = sink.list(prefix, after, PAGE);
            for (ObjectInfo object : page.objects()) {
                parser.apply(object.key()).ifPresent(id -> found.put(id, object));
                after = object.key().value();
            }
        } while (page.more());
        return found;
    }
}
