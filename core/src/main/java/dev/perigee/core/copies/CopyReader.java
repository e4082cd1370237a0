package dev.perigee.core.copies;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.source.Manifests;
import dev.perigee.core.spool.Spool;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.etcd.format.snapshot.SnapshotProof;
import dev.perigee.etcd.format.snapshot.Trailer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Brings one copy of a backup to a file, and says what it is: by its manifest, else by a full proof of the body. */
record CopyReader(Catalog catalog, String sinkName, Environment environment) {

    /** Writes and syncs the file. Says DAMAGED if it isn't what was stored; the file is then worthless. */
    Manifest to(Path file, StoredCopy copy) throws SinkException, OperationException {
        if (copy.manifest().isEmpty()) {
            return withoutManifest(file, copy.id());
        }
        download().to(file, copy.manifest().get());
        return copy.manifest().get();
    }

    /** What a proof of the body tells, where there is no manifest. */
    Manifest describe(BackupId id) throws SinkException, OperationException {
        Path spool = environment.state().spool();
        try (SpoolEntry scratch =
                Spool.open(spool, environment.timing().random()).create()) {
            return withoutManifest(scratch.file(), id);
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw OperationException.ofDisk("can't use the spool " + spool, e);
        }
    }

    private Manifest withoutManifest(Path file, BackupId id) throws SinkException, OperationException {
        ObjectKey key = catalog.record(id);
        ObjectInfo listed = catalog.find(key)
                .orElseThrow(() -> new SinkException(
                        SinkException.Kind.NOT_FOUND, key, "sink '" + sinkName + "': " + key + " is gone"));
        Sha256 sha256 = download().to(file, key, listed.length(), "the listing");
        environment.progress().on(new ProgressEvent.Proving(listed.length()));
        SnapshotProof proof = prove(file, key);
        Manifest.StoredObject body =
                new Manifest.StoredObject(Manifest.SNAPSHOT, key, listed.length(), sha256, List.of());
        return Manifests.ofBody(id, catalog.cluster(), body, proof, environment);
    }

    private SnapshotProof prove(Path file, ObjectKey key) throws SinkException, OperationException {
        try (Snapshot snapshot = Snapshot.open(file)) {
            SnapshotProof proof = snapshot.check(Checks.ALL, Progress.NONE);
            Trailer trailer = proof.trailer().orElseThrow();
            if (trailer != Trailer.OK) {
                throw download().damaged(key, "ends with a SHA-256 that is " + trailer);
            }
            return proof;
        } catch (DamagedSnapshotException e) {
            throw download().damaged(key, "is no whole snapshot: " + e.getMessage());
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw OperationException.ofDisk("can't read " + file, e);
        }
    }

    private Download download() {
        return new Download(catalog.sink(), sinkName, environment.progress());
    }
}
