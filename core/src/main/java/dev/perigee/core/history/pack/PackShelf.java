package dev.perigee.core.history.pack;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.catalog.Listings;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.history.pack.PackPlace.Part;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The packs of one cluster in one sink. A pack exists when its record does: the rows are stored first and the record last, and removed the
 * other way round.
 *
 * @param sink the sink, open; stays the caller's to close
 * @param cluster the cluster's name
 * @param seals who signs, and who is believed
 */
public record PackShelf(StorageSink sink, String cluster, Seals seals) {

    /** Bytes of a record; none has more. */
    public static final int LONGEST_RECORD = 4 << 20;

    private static final int LONGEST_SIGNATURE = 1 << 14;

    /**
     * What the listing shows of all packs.
     *
     * @return by place; without a record it is no pack
     * @throws SinkException if the listing failed, or shows more packs than this process has memory for
     */
    public SortedMap<PackPlace, ShownPack> list() throws SinkException {
        ListedPacks listed =
                new ListedPacks(cluster, ListedPacks.most(Runtime.getRuntime().maxMemory()));
        Listings.read(sink, PackPlace.prefix(cluster), listed);
        return listed.packs();
    }

    /**
     * The packs whose record and rows the listing shows.
     *
     * @return in the order of their places
     * @throws SinkException as {@link #list}
     */
    public SortedSet<PackPlace> whole() throws SinkException {
        SortedMap<PackPlace, ShownPack> packs = list();
        packs.values().removeIf(shown -> !shown.isWhole());
        return new TreeSet<>(packs.keySet());
    }

    /**
     * Reads a record, and holds it against its place. Where a signature is demanded, nothing that it says is looked at before.
     *
     * @param place the pack
     * @return its record
     * @throws SinkException if it can't be fetched
     * @throws UnreadableManifest if it can't be read, is another pack's, or isn't believed
     */
    public PackRecord read(PackPlace place) throws SinkException, UnreadableManifest {
        ObjectKey key = place.key(cluster, Part.RECORD);
        byte[] bytes = bytes(key, LONGEST_RECORD);
        if (seals.demand()) {
            requireSigned(place, key, bytes);
        }
        return agreeing(place, key, bytes);
    }

    private PackRecord agreeing(PackPlace place, ObjectKey key, byte[] bytes) throws UnreadableManifest {
        PackRecord record = PackJson.read(key.value(), bytes);
        Optional<String> finding = disagreement(place, record);
        if (finding.isPresent()) {
            throw UnreadableManifest.damaged(key.value(), new IOException(finding.get()));
        }
        return record;
    }

    private Optional<String> disagreement(PackPlace place, PackRecord record) {
        if (!record.place().equals(place)) {
            return Optional.of("it is the record of another pack: "
                    + record.place().pack() + " of " + record.place().timeline());
        }
        if (!record.cluster().name().equals(cluster)) {
            return Optional.of(
                    "it is the record of another cluster: '" + record.cluster().name() + "'");
        }
        return record.object().key().equals(place.key(cluster, Part.ROWS))
                ? Optional.empty()
                : Optional.of(
                        "it names rows that aren't its own: " + record.object().key());
    }

    private void requireSigned(PackPlace place, ObjectKey key, byte[] record) throws SinkException, UnreadableManifest {
        Optional<String> finding;
        try {
            byte[] signature = bytes(place.key(cluster, Part.SIGNATURE), LONGEST_SIGNATURE);
            finding = seals.finding(
                    Seals.Purpose.HISTORY,
                    record,
                    signature,
                    () -> agreeing(place, key, record).until());
        } catch (SinkException e) {
            if (e.kind() != SinkException.Kind.NOT_FOUND) {
                throw e;
            }
            finding = Optional.of("it isn't signed, and trust.signers demands it");
        } catch (IOException e) {
            finding = Optional.of("nobody is trusted, for the signers can't be read: " + FailureWords.of(e));
        }
        if (finding.isPresent()) {
            throw UnreadableManifest.unbelieved(key.value(), finding.get());
        }
    }

    private byte[] bytes(ObjectKey key, int most) throws SinkException, UnreadableManifest {
        try (InputStream stream = sink.get(key, 0)) {
            byte[] bytes = stream.readNBytes(most + 1);
            if (bytes.length > most) {
                throw UnreadableManifest.damaged(
                        key.value(), new IOException("it is longer than " + most + " bytes, which none is"));
            }
            return bytes;
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw new SinkException(SinkException.Kind.UNREACHABLE, key, "get of " + key + " broke off: " + e, e);
        }
    }

    /**
     * Stores a pack: the rows, the signature where anything is signed here, and the record. To store it again changes nothing.
     *
     * @param record what it is
     * @param rows as the record says
     * @throws SinkException if it isn't stored; without a record it is no pack
     */
    public void publish(PackRecord record, Body rows) throws SinkException {
        byte[] bytes = PackJson.write(record);
        sink.put(record.object().key(), rows, PutOptions.NONE);
        Optional<byte[]> signature = signature(record, bytes);
        if (signature.isPresent()) {
            sink.put(record.place().key(cluster, Part.SIGNATURE), new BytesBody(signature.get()), PutOptions.NONE);
        }
        sink.put(record.place().key(cluster, Part.RECORD), new BytesBody(bytes), PutOptions.NONE);
    }

    private Optional<byte[]> signature(PackRecord record, byte[] bytes) throws SinkException {
        try {
            return seals.sign(Seals.Purpose.HISTORY, bytes);
        } catch (IOException e) {
            throw new SinkException(
                    SinkException.Kind.INVALID,
                    record.place().key(cluster, Part.RECORD),
                    "the record can't be signed, so it isn't stored: " + FailureWords.of(e),
                    e);
        }
    }

    /**
     * Removes a pack: the record first.
     *
     * @param place the pack
     * @throws SinkException if something of it is still there
     */
    public void remove(PackPlace place) throws SinkException {
        sink.delete(place.key(cluster, Part.RECORD));
        sink.delete(place.key(cluster, Part.ROWS));
        sink.delete(place.key(cluster, Part.SIGNATURE));
    }
}
