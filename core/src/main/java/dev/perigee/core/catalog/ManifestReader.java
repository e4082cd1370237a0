package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the manifests of one cluster in one sink.
 *
 * @param sink the sink
 * @param cluster the cluster's name
 * @param layout where what is
 * @param cache what was read of this sink before
 */
record ManifestReader(StorageSink sink, String cluster, Layout.Standard layout, ManifestCache cache) {

    private static final int LONGEST = 1 << 20;

    /** What earlier readings tell. */
    Reading recall(BackupId id, ObjectInfo listed) {
        if (listed.length() > LONGEST) {
            return new Reading.Failed(tooLong(listed.key()));
        }
        return cache.find(cluster, id, listed)
                .map(bytes -> parse(listed.key(), bytes))
                .orElseGet(Reading.Unread::new);
    }

    /** What earlier readings tell, else what the sink says. */
    Reading read(BackupId id, ObjectInfo listed) throws SinkException {
        Reading before = recall(id, listed);
        return before instanceof Reading.Unread ? readAfresh(id, listed) : before;
    }

    /** What the sink says. An object that can't be had is that copy's fault, a sink that doesn't answer is not. */
    Reading readAfresh(BackupId id, ObjectInfo listed) throws SinkException {
        try {
            byte[] bytes = bytes(listed.key());
            cache.keep(cluster, id, listed, bytes);
            return parse(listed.key(), bytes);
        } catch (UnreadableManifest e) {
            return new Reading.Failed(e);
        } catch (SinkException e) {
            return switch (e.kind()) {
                case NOT_FOUND -> new Reading.Gone();
                case DENIED ->
                    new Reading.Failed(UnreadableManifest.denied(listed.key().value(), e));
                case DAMAGED, INVALID, TOO_LARGE, OTHER ->
                    new Reading.Failed(UnreadableManifest.damaged(listed.key().value(), e));
                case HELD, BUSY, UNREACHABLE, NO_SPACE, CANCELLED -> throw e;
            };
        }
    }

    /** One that agrees with itself and with its place. */
    Reading.Read fetch(BackupId id) throws SinkException, UnreadableManifest {
        return agreeing(id, bytes(id));
    }

    /** What was read, if it agrees with itself and with its place. */
    Reading.Read agreeing(BackupId id, byte[] bytes) throws UnreadableManifest {
        ObjectKey key = layout.manifest(cluster, id);
        Manifest manifest = ManifestJson.read(key.value(), bytes);
        Optional<String> finding = Agreement.finding(cluster, id, manifest);
        if (finding.isPresent()) {
            throw UnreadableManifest.damaged(key.value(), new IOException(finding.get()));
        }
        return new Reading.Read(manifest, StoredManifest.digest(manifest, bytes), bytes);
    }

    /** The bytes as they are, to be put back should the body be held; empty if they are nothing to put back. */
    Optional<byte[]> bytesBeforeRemoval(BackupId id) throws SinkException {
        try {
            return Optional.of(bytes(layout.manifest(cluster, id)));
        } catch (UnreadableManifest e) {
            return Optional.empty();
        }
    }

    private static Reading parse(ObjectKey key, byte[] bytes) {
        try {
            Manifest manifest = ManifestJson.read(key.value(), bytes);
            return new Reading.Read(manifest, StoredManifest.digest(manifest, bytes), bytes);
        } catch (UnreadableManifest e) {
            return new Reading.Failed(e, Optional.of(bytes));
        }
    }

    /** What lies there, whatever it says. */
    byte[] bytes(BackupId id) throws SinkException, UnreadableManifest {
        return bytes(layout.manifest(cluster, id));
    }

    private byte[] bytes(ObjectKey key) throws SinkException, UnreadableManifest {
        try (InputStream stream = sink.get(key, 0)) {
            byte[] bytes = stream.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw tooLong(key);
            }
            return bytes;
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw new SinkException(SinkException.Kind.UNREACHABLE, key, "get of " + key + " broke off: " + e, e);
        }
    }

    private static UnreadableManifest tooLong(ObjectKey key) {
        return UnreadableManifest.damaged(
                key.value(), new IOException("it is longer than " + LONGEST + " bytes, which no manifest is"));
    }

    /** Whether a manifest would be read as it is: what isn't must never be published, it would be nobody's backup. */
    static boolean couldRead(ObjectKey key, byte[] bytes) {
        try {
            return bytes.length <= LONGEST
                    && Arrays.equals(bytes, ManifestJson.write(ManifestJson.read(key.value(), bytes)));
        } catch (UnreadableManifest e) {
            return false;
        }
    }
}
