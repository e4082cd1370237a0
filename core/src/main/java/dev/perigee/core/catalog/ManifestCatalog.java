package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.words.FailureWords;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Backups of which each has a manifest. There is no database: a listing of the manifests' keys is the catalog.
 *
 * @param sink the sink
 * @param cluster the cluster's name
 * @param layout where what is
 * @param memory what was read of this sink, and what was made or proven here
 * @param seals who signs, and who is believed
 */
record ManifestCatalog(StorageSink sink, String cluster, Layout.Standard layout, Memory memory, Seals seals)
        implements Catalog {

    @Override
    public Copies copies(Instant now) throws SinkException {
        // Bodies first: one whose manifest comes between the two listings must not look like an orphan.
        Bodies bodies = listBodies();
        SortedMap<BackupId, ObjectInfo> records =
                Listings.list(sink, layout.manifests(cluster), key -> layout.ofManifest(cluster, key));
        SortedMap<BackupId, ObjectInfo> signed = signatures().list();
        if (!bodies.ids().containsAll(records.keySet())) {
            bodies.add(listBodies().only(records.keySet()));
        }
        Clocks clocks = new Clocks(now, Listings.newest(Stream.concat(bodies.stream(), records.values().stream())));
        Judge judge = new Judge(cluster, clocks, memory.cureOfMissing());
        LedgerView seen = ledgers().look(now, records.keySet());
        return new Copies(records, bodies, clocks, seen, (id, effort) -> {
            ObjectInfo record = Objects.requireNonNull(records.get(id)); // only those listed are asked for
            boolean early = clocks.ahead(id.time()).isPresent();
            boolean close = effort == Effort.CLOSE || isToBeVouchedFor(id);
            Reading reading = close && !early ? reader().read(id, record) : reader().recall(id, record);
            return reading instanceof Reading.Gone
                    ? Optional.empty()
                    : Optional.of(seen.compared(
                            judged(judge, id, record, bodies, reading, Optional.ofNullable(signed.get(id)))));
        });
    }

    @Override
    public Optional<StoredCopy> look(BackupId id) throws SinkException {
        Optional<ObjectInfo> record = find(record(id));
        if (record.isEmpty()) {
            return Optional.empty();
        }
        Reading reading = reader().readAfresh(id, record.get());
        Bodies bodies = bodiesOf(id, reading);
        Judge judge = new Judge(cluster, Clocks.TRUSTING, memory.cureOfMissing());
        return reading instanceof Reading.Gone
                ? Optional.empty()
                : Optional.of(judged(judge, id, record.get(), bodies, reading, signature(id)));
    }

    private StoredCopy judged(
            Judge judge, BackupId id, ObjectInfo record, Bodies bodies, Reading reading, Optional<ObjectInfo> signature)
            throws SinkException {
        Known known = known(id);
        StoredCopy copy = judge.judge(id, record, bodies, reading, known);
        return memory.remembered(signatures().judged(copy, reading, known, signature), known);
    }

    /** Whose signature has to be looked at, and thus the manifest: that one lies there tells nothing. */
    private boolean isToBeVouchedFor(BackupId id) {
        return seals.demand() && known(id).origin() == Origin.UNKNOWN;
    }

    private Optional<ObjectInfo> signature(BackupId id) throws SinkException {
        return seals.demand() ? find(layout.signature(cluster, id)) : Optional.empty();
    }

    @Override
    public void keepLedger(Ledger.Heading heading) throws SinkException {
        if (seals.signs()) {
            ledgers().write(heading, copies(heading.time()).closely());
        }
    }

    private Ledgers ledgers() {
        return new Ledgers(sink, cluster, layout, memory, seals);
    }

    private Signatures signatures() {
        return new Signatures(sink, cluster, layout, memory.cache(), seals);
    }

    private Bodies listBodies() throws SinkException {
        return Bodies.of(Listings.list(sink, layout.bodies(cluster), key -> Bodies.Name.of(cluster, key)));
    }

    /** Of one backup a single object is asked for, unless it is made of many. */
    private Bodies bodiesOf(BackupId id, Reading reading) throws SinkException {
        boolean packed = reading instanceof Reading.Read read && read.manifest().isPacked();
        Optional<ObjectInfo> body = packed ? Optional.empty() : find(layout.body(cluster, id));
        return packed
                ? listBodies()
                : Bodies.of(
                        body.map(one -> Map.of(new Bodies.Name(id, false), one)).orElse(Map.of()));
    }

    private ManifestReader reader() {
        return new ManifestReader(sink, cluster, layout, memory.cache());
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
    public Optional<StoredManifest> fetchManifest(BackupId id) throws SinkException, UnreadableManifest {
        byte[] bytes = reader().bytes(id);
        Optional<String> finding = signatures().finding(id, bytes, known(id), signature(id));
        if (finding.isPresent()) { // before anything that it says is looked at
            throw UnreadableManifest.unbelieved(record(id).value(), finding.get());
        }
        return Optional.of(StoredManifest.of(reader().agreeing(id, bytes).manifest(), bytes));
    }

    @Override
    public Optional<String> signedBy(BackupId id) throws SinkException, UnreadableManifest {
        Optional<ObjectInfo> listed = find(layout.signature(cluster, id));
        return listed.isEmpty()
                ? Optional.empty()
                : Optional.of(signatures().whose(id, reader().fetch(id).bytes(), listed.get()));
    }

    @Override
    public void publish(Manifest manifest) throws SinkException {
        ObjectKey key = layout.manifest(cluster, manifest.id());
        byte[] bytes = ManifestJson.write(manifest);
        if (!ManifestReader.couldRead(key, bytes)) {
            throw new SinkException(
                    SinkException.Kind.INVALID,
                    key,
                    "the manifest wasn't stored: nobody could read its " + bytes.length + " bytes back as they are");
        }
        signatures().put(manifest.id(), bytes);
        StoredManifest.of(manifest, bytes)
                .digests()
                .forEach(digest -> memory.known().made(cluster, manifest.id(), digest));
        sink.put(key, new BytesBody(bytes), PutOptions.NONE);
        memory.stored(cluster, manifest.id());
    }

    @Override
    public void listed(Manifest manifest, ObjectInfo listed) {
        memory.cache().keep(cluster, manifest.id(), listed, ManifestJson.write(manifest));
    }

    @Override
    public void remove(BackupId id) throws SinkException {
        Optional<byte[]> manifest;
        try {
            manifest = reader().bytesBeforeRemoval(id);
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.NOT_FOUND) {
                return; // somebody else is at it, and puts the manifest back if the body is held
            }
            throw e;
        }
        sink.delete(layout.manifest(cluster, id));
        memory.cache().forget(cluster, id);
        memory.removed(cluster, id);
        removeBody(id, manifest);
        removeCompanions(id);
        sink.delete(layout.signature(cluster, id)); // last: as long as something may be put back, it counts by it
    }

    /** Rows stay: later backups may need them. What no manifest names is swept. */
    private void removeBody(BackupId id, Optional<byte[]> manifest) throws SinkException {
        try {
            sink.delete(layout.body(cluster, id));
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.HELD && manifest.isPresent()) {
                // the body stays, so it stays a backup
                sink.put(layout.manifest(cluster, id), new BytesBody(manifest.get()), PutOptions.NONE);
            }
            throw e;
        }
    }

    /** What the store holds for now is swept once it lets go: without a manifest it is nobody's. */
    private void removeCompanions(BackupId id) throws SinkException {
        try {
            sink.delete(layout.companions(cluster, id));
        } catch (SinkException e) {
            if (e.kind() != SinkException.Kind.HELD) {
                throw e;
            }
        }
    }

    @Override
    public void hold(BackupId id, Instant until) throws SinkException {
        for (ObjectKey body : bodyKeys(id)) {
            sink.hold(body, until);
        }
        holdIfThere(layout.companions(cluster, id), until);
        holdIfThere(layout.signature(cluster, id), until);
        sink.hold(layout.manifest(cluster, id), until);
        held(id, until);
    }

    @Override
    public void held(BackupId id, Instant until) {
        memory.held(cluster, id, until);
    }

    /** What a backup is made of: where that is rows, also those that earlier ones brought. */
    private List<ObjectKey> bodyKeys(BackupId id) throws SinkException {
        try {
            Manifest manifest = reader().fetch(id).manifest();
            return manifest.isPacked()
                    ? manifest.packs().stream().map(StoredObject::key).toList()
                    : List.of(manifest.body().key());
        } catch (UnreadableManifest e) {
            throw new SinkException(SinkException.Kind.DAMAGED, record(id), FailureWords.of(e));
        }
    }

    private void holdIfThere(ObjectKey key, Instant until) throws SinkException {
        try {
            sink.hold(key, until);
        } catch (SinkException e) {
            if (e.kind() != SinkException.Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public SortedMap<BackupId, ObjectInfo> companions() throws SinkException {
        return Listings.list(sink, layout.companions(cluster), key -> layout.ofCompanions(cluster, key));
    }
}
