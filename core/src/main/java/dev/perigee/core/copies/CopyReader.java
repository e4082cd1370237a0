package dev.perigee.core.copies;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Standing;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.FreeSpace;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.source.Manifests;
import dev.perigee.core.source.StreamDigest;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Sizes;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.etcd.format.snapshot.SnapshotProof;
import dev.perigee.etcd.format.snapshot.Trailer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Brings one copy of a backup to a file, and says what it is: by its manifest, else by a full proof of the body. Whoever
 * wants the bytes of a stored snapshot gets them here.
 */
record CopyReader(Catalog catalog, String sinkName, Environment environment) {

    /** What a file system may need for itself when it takes a file. */
    private static final long SLACK = 4 << 20;

    private static final String OTHER_PLACE = "free some space there, or choose another";

    /** What is done with a copy on this machine's disk, for as long as it is there. */
    @FunctionalInterface
    interface Use<T> {
        T of(Path file) throws SinkException, OperationException, IOException;
    }

    /** Writes the file. Says DAMAGED if it isn't what was stored, and remembers that; the file is then worthless. */
    Manifest to(Path file, StoredCopy copy) throws SinkException, OperationException {
        return noting(copy.id(), () -> {
            Manifest manifest = proven(file, copy);
            if (copy.standing() instanceof Standing.Refuted && !copy.hasData()) {
                prove(file, manifest.body().key()); // whatever was found before isn't there
                catalog.proven(copy.id(), Set.of());
            }
            return manifest;
        });
    }

    /** Brings something of a copy. */
    @FunctionalInterface
    private interface Bringing<T> {
        T run() throws SinkException, OperationException;
    }

    private <T> T noting(BackupId id, Bringing<T> bringing) throws SinkException, OperationException {
        try {
            return bringing.run();
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.DAMAGED) {
                noteRefuted(id, e);
            }
            throw e;
        }
    }

    /** The same with the companions, decoded. */
    Manifest companions(Path file, Manifest manifest, StoredObject object) throws SinkException, OperationException {
        return noting(manifest.id(), () -> {
            Optional<String> difference = difference(file, object);
            if (difference.isPresent()) {
                throw damaged(object.key(), difference.get());
            }
            return manifest;
        });
    }

    void noteRefuted(BackupId id, SinkException damage) {
        try {
            noteRefuted(id, FailureWords.of(damage).replace(told(sinkName), ""));
        } catch (SinkException e) {
            damage.addSuppressed(e);
        }
    }

    /** The copy is damaged from now on, whoever read it, until another one is listed. */
    void noteRefuted(BackupId id, String finding) throws SinkException {
        catalog.look(id).ifPresent(copy -> catalog.refuted(copy, finding));
    }

    private Manifest proven(Path file, StoredCopy copy) throws SinkException, OperationException {
        if (copy.manifest().isEmpty()) {
            return withoutManifest(file, copy.id());
        }
        to(file, copy.manifest().get());
        return copy.manifest().get();
    }

    /** What a proof of the body tells, where there is no manifest. */
    Manifest describe(BackupId id) throws SinkException, OperationException {
        return inSpool(file -> withoutManifest(file, id));
    }

    /** Gives a new file in the spool, and removes it afterwards. */
    <T> T inSpool(Use<T> use) throws SinkException, OperationException {
        try (SpoolEntry scratch = environment.scratch()) {
            return use.of(scratch.file());
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw OperationException.ofDisk(
                    "can't use the spool " + environment.state().spool(), e);
        }
    }

    private Manifest withoutManifest(Path file, BackupId id) throws SinkException, OperationException {
        ObjectKey key = catalog.record(id);
        ObjectInfo listed = catalog.find(key)
                .orElseThrow(() -> new SinkException(
                        SinkException.Kind.NOT_FOUND, key, "sink '" + sinkName + "': " + key + " is gone"));
        Sha256 sha256 = asListed(file, listed);
        environment.progress().on(new ProgressEvent.Proving(listed.length()));
        SnapshotProof proof = prove(file, key);
        StoredObject body = new StoredObject(Manifest.SNAPSHOT, key, listed.length(), sha256);
        return Manifests.ofBody(id, catalog.cluster(), body, proof, environment);
    }

    private SnapshotProof prove(Path file, ObjectKey key) throws SinkException, OperationException {
        try (Snapshot snapshot = Snapshot.open(file)) {
            SnapshotProof proof = snapshot.check(Checks.ALL, Progress.NONE);
            Trailer trailer = proof.trailer().orElseThrow();
            if (trailer != Trailer.OK) {
                throw damaged(key, ending(trailer));
            }
            return proof;
        } catch (DamagedSnapshotException e) {
            throw damaged(key, "is no whole snapshot: " + FailureWords.of(e.named(key.value())));
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw OperationException.ofDisk("can't read " + file, e);
        }
    }

    /** Writes the file. Says DAMAGED if the bytes aren't those of the manifest, or of etcd; the file is then worthless. */
    private void to(Path file, Manifest manifest) throws SinkException, OperationException {
        StreamDigest passed = new StreamDigest();
        Optional<String> difference = difference(file, manifest, passed)
                .or(() -> Optional.of(passed.trailer())
                        .filter(Trailer.MISMATCH::equals)
                        .map(CopyReader::ending));
        if (difference.isPresent()) {
            throw damaged(manifest.body().key(), difference.get());
        }
    }

    /** What the end of a snapshot is that etcd sent otherwise. */
    static String ending(Trailer trailer) {
        return "ends with a SHA-256 that is " + trailer;
    }

    /**
     * Writes the file with the plain bytes of a whole backup, however it is stored, and says how they or the stored ones differ from
     * the manifest's, to go behind the body's key. Not synced: what is only looked at needn't outlive a power failure. The plain bytes
     * pass the digest, unless they don't come in their order.
     */
    Optional<String> difference(Path file, Manifest manifest, StreamDigest digest)
            throws SinkException, OperationException {
        return manifest.isPacked()
                ? new PackedCopy(this, environment).difference(file, manifest)
                : difference(file, manifest.body(), digest);
    }

    /** The same of one object. */
    Optional<String> difference(Path file, StoredObject object) throws SinkException, OperationException {
        return difference(file, object, new StreamDigest());
    }

    private Optional<String> difference(Path file, StoredObject object, StreamDigest digest)
            throws SinkException, OperationException {
        new DecodedCopy(object, environment.identities()).requireDecodable();
        FreeSpace.require(file, object.content().length() + SLACK, taker(object), OTHER_PLACE);
        try (FileChannel channel = DurableFile.create(file)) {
            return difference(bytes -> DurableFile.write(channel, bytes), object, digest);
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw OperationException.ofDisk("can't write " + file, e);
        }
    }

    /** Only its manifest tells how much comes out of what is encoded. */
    private static String taker(StoredObject object) {
        return object.encoding().isEmpty()
                ? object.key().value()
                : object.key() + ", of " + Sizes.human(object.length()) + " as stored, by its manifest";
    }

    /** The same; the plain bytes go to whoever takes them, and no file is written. */
    Optional<String> difference(DecodedCopy.Taking taking, StoredObject object, StreamDigest digest)
            throws IOException, OperationException {
        DecodedCopy decoded = new DecodedCopy(object, environment.identities());
        decoded.requireDecodable();
        try (InputStream stream = catalog.sink().get(object.key(), 0)) {
            return decoded.to(taking, stream, length -> tell(object.key(), length, object.length()), digest);
        } catch (SinkException e) { // a manifest promises its body: without it the copy is worse than not there
            throw e.kind() == SinkException.Kind.NOT_FOUND
                    ? damaged(object.key(), "is missing, although its manifest is there" + catalog.cureOfMissing())
                    : e;
        }
    }

    private void tell(ObjectKey key, long length, long expected) {
        environment.progress().on(new ProgressEvent.Downloading(sinkName, key.value(), length, expected));
    }

    /** What the stored bytes are not, whoever can open them. */
    Optional<String> storedDifference(StoredObject object) throws SinkException {
        try (InputStream stream = catalog.sink().get(object.key(), 0)) {
            StoredBytes stored = new StoredBytes(stream, object.length(), length -> {});
            stored.drain();
            return DecodedCopy.storedDifference(object, stored);
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw new SinkException(
                    SinkException.Kind.UNREACHABLE, object.key(), "get of " + object.key() + " broke off: " + e, e);
        }
    }

    /** Writes the file, and says its digest. Says DAMAGED if the length isn't what the listing told. */
    private Sha256 asListed(Path file, ObjectInfo listed) throws SinkException, OperationException {
        ObjectKey key = listed.key();
        StreamDigest digest = new StreamDigest();
        FreeSpace.require(file, listed.length() + SLACK, key.value(), OTHER_PLACE);
        try (FileChannel channel = DurableFile.create(file);
                InputStream stream = catalog.sink().get(key, 0)) {
            DecodedCopy.pass(
                    stream,
                    listed.length(),
                    bytes -> DurableFile.write(channel, bytes),
                    length -> tell(key, length, listed.length()),
                    digest);
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw OperationException.ofDisk("can't write " + file, e);
        }
        if (digest.length() != listed.length()) {
            throw damaged(key, DecodedCopy.otherLength(digest.length(), "the listing", listed.length()));
        }
        return digest.whole();
    }

    private SinkException damaged(ObjectKey key, String what) {
        return new SinkException(SinkException.Kind.DAMAGED, key, told(sinkName) + key + " " + what);
    }

    static String told(String sinkName) {
        return "sink '" + sinkName + "': the copy is damaged: ";
    }
}
