package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The signatures beside the manifests of one cluster in one sink. Where they are demanded, a manifest without a good one is no
 * backup; but for those that this installation itself made or proved, which it knows better than any signature.
 *
 * @param sink the sink
 * @param cluster the cluster's name
 * @param layout where what is
 * @param cache what was read of this sink before
 * @param seals who signs, and who is believed
 */
record Signatures(StorageSink sink, String cluster, Layout.Standard layout, ManifestCache cache, Seals seals) {

    private static final int LONGEST = 1 << 14;

    /** What the listing says of each; nothing where nobody asks for them. */
    SortedMap<BackupId, ObjectInfo> list() throws SinkException {
        return seals.demand()
                ? Listings.list(sink, layout.manifests(cluster), key -> layout.ofSignature(cluster, key))
                : new TreeMap<>();
    }

    /** Stores one, where anything is signed here. Before its manifest: what is demanded must never be late. */
    void put(BackupId id, byte[] manifest) throws SinkException {
        ObjectKey key = layout.signature(cluster, id);
        try {
            Optional<byte[]> signature = seals.sign(Seals.Purpose.MANIFEST, manifest);
            if (signature.isPresent()) {
                sink.put(key, new BytesBody(signature.get()), PutOptions.NONE);
            }
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw new SinkException(
                    SinkException.Kind.INVALID,
                    key,
                    "the manifest can't be signed, so it isn't stored: " + FailureWords.of(e),
                    e);
        }
    }

    /** A copy after a look at its signature. What nobody trusted has signed isn't a damaged backup but none at all. */
    StoredCopy judged(StoredCopy copy, Reading reading, Known known, Optional<ObjectInfo> listed) throws SinkException {
        if (!seals.demand() || copy.standing() instanceof Standing.Future) {
            return copy;
        }
        Optional<String> finding = switch (reading) {
            case Reading.Read read -> finding(copy.id(), read.bytes(), known, listed);
            case Reading.Failed(UnreadableManifest failure, Optional<byte[]> bytes)
            when bytes.isPresent() && (failure.isNewer() || known.origin() == Origin.UNKNOWN) ->
                finding(copy.id(), bytes.get(), known, listed);
            case Reading.Failed _ ->
                known.origin() == Origin.UNKNOWN
                        ? Optional.of("its bytes can't be had, so its signature can't be checked")
                        : Optional.empty();
            default -> listed.isEmpty() && known.origin() == Origin.UNKNOWN ? Optional.of(missing()) : Optional.empty();
        };
        boolean ours = known.origin() != Origin.UNKNOWN;
        return finding.isEmpty()
                ? copy
                : copy.as(new Standing.Unbelieved(sentence(copy, finding.get()), ours, listed.isPresent()));
    }

    private String sentence(StoredCopy copy, String finding) {
        String record = layout.manifest(cluster, copy.id()) + " isn't believed: " + finding;
        return copy.isWhole() ? record : record + "; and " + copy.standing().finding();
    }

    /** Why a manifest isn't believed, by its bytes, whatever they say; empty if it is, or nobody asks. */
    Optional<String> finding(BackupId id, byte[] manifest, Known known, Optional<ObjectInfo> listed)
            throws SinkException {
        if (!seals.demand() || known.manifests().contains(Sha256.digest(manifest))) {
            return Optional.empty();
        }
        if (listed.isEmpty()) {
            return Optional.of(missing());
        }
        if (listed.get().length() > LONGEST) {
            return Optional.of("its signature is longer than " + LONGEST + " bytes, which none is");
        }
        try {
            return seals.finding(Seals.Purpose.MANIFEST, manifest, signature(id, listed.get()), id::time);
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.NOT_FOUND) {
                return Optional.of(missing());
            }
            throw e;
        } catch (IOException e) {
            return Optional.of("nobody is trusted, for the signers can't be read: " + FailureWords.of(e));
        }
    }

    /** Whose the signature is. */
    String whose(BackupId id, byte[] manifest, ObjectInfo listed) throws SinkException {
        try {
            return listed.length() > LONGEST
                    ? "not well: the signature is longer than " + LONGEST + " bytes"
                    : seals.whose(Seals.Purpose.MANIFEST, manifest, signature(id, listed));
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            return "by whom can't be told: " + FailureWords.of(e);
        }
    }

    private static String missing() {
        return "it isn't signed, and trust.signers demands it";
    }

    private byte[] signature(BackupId id, ObjectInfo listed) throws SinkException {
        Optional<byte[]> before = cache.findSignature(cluster, id, listed);
        if (before.isPresent()) {
            return before.get();
        }
        try (InputStream in = sink.get(listed.key(), 0)) {
            byte[] bytes = in.readNBytes(LONGEST);
            cache.keepSignature(cluster, id, listed, bytes);
            return bytes;
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw new SinkException(
                    SinkException.Kind.UNREACHABLE, listed.key(), "get of " + listed.key() + " broke off: " + e, e);
        }
    }
}
