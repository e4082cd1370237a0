package dev.perigee.core.copies;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.NeededKeys;
import dev.perigee.core.catalog.Stated;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.StoredManifest;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.copies.VerifyResult.Copy;
import dev.perigee.core.outcome.DiskException;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.source.StreamDigest;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.etcd.format.snapshot.SnapshotProof;
import dev.perigee.etcd.format.snapshot.StreamProof;
import dev.perigee.etcd.format.snapshot.Trailer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Looks at one copy of a backup. */
public record CopyVerifier(Catalog catalog, String sinkName, Environment environment) {

    public Copy inspect(BackupId id, Verify.Depth depth) throws SinkException, OperationException {
        try {
            Optional<StoredManifest> manifest = catalog.fetchManifest(id);
            return manifest.isPresent() ? byManifest(manifest.get(), depth) : byItself(id, depth);
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.DAMAGED) {
                reader().noteRefuted(id, e);
            }
            throw e;
        }
    }

    /** Without a manifest there is nothing to compare with: the body must prove itself. */
    private Copy byItself(BackupId id, Verify.Depth depth) throws SinkException, OperationException {
        if (depth != Verify.Depth.QUICK) {
            Manifest told = reader().describe(id);
            catalog.proven(id, Set.of(told.body().sha256()));
            noteReadBack(id);
            return whole(List.of("length", "structure", "rows", "trailer"));
        }
        ObjectKey key = catalog.record(id);
        Optional<ObjectInfo> stored = catalog.find(key);
        if (stored.isEmpty()) {
            return damaged(List.of(), key + " is missing" + catalog.cureOfMissing());
        }
        long length = stored.get().length();
        return Trailer.isIn(length)
                ? standing(id, List.of("length"))
                : damaged(List.of(), key + " has " + length + " bytes, which no snapshot has");
    }

    private Copy byManifest(StoredManifest stored, Verify.Depth depth) throws SinkException, OperationException {
        Manifest manifest = stored.manifest();
        if (catalog.known(manifest.id()).contradicts(stored.digest())) {
            return damaged(
                    List.of(),
                    catalog.record(manifest.id()) + " isn't the manifest that this installation wrote or proved:"
                            + " somebody has changed it");
        }
        List<String> good = new ArrayList<>(List.of("manifest"));
        Optional<String> finding = lengths(manifest);
        if (finding.isPresent()) {
            return damaged(good, finding.get());
        }
        good.add("length");
        return depth == Verify.Depth.QUICK ? standing(manifest.id(), good) : fetchAndProve(stored, depth, good);
    }

    /** Nothing new was read: what an earlier proof found stands. */
    private Copy standing(BackupId id, List<String> good) throws SinkException {
        return catalog.known(id).refuted().isEmpty()
                ? whole(good)
                : catalog.look(id)
                        .filter(StoredCopy::isDamaged)
                        .map(copy -> damaged(good, copy.standing().finding()))
                        .orElseGet(() -> whole(good));
    }

    private Optional<String> lengths(Manifest manifest) throws SinkException {
        for (StoredObject object : manifest.objects()) {
            Optional<ObjectInfo> stored = catalog.find(object.key());
            if (stored.isEmpty() && isElsewhere(object)) {
                continue;
            }
            if (stored.isEmpty()) {
                return Optional.of(object.key() + " is missing" + catalog.cureOfMissing());
            }
            if (stored.get().length() != object.length()) {
                return Optional.of(object.key() + " has " + stored.get().length() + " bytes where its manifest says "
                        + object.length());
            }
        }
        return Optional.empty();
    }

    private boolean isElsewhere(StoredObject object) {
        return object.companions()
                .filter(said -> !said.sinks().contains(sinkName))
                .isPresent();
    }

    private Copy fetchAndProve(StoredManifest stored, Verify.Depth depth, List<String> good)
            throws SinkException, OperationException {
        Manifest manifest = stored.manifest();
        return reader().inSpool(file -> {
            Optional<String> finding = finding(file, manifest, depth, good);
            if (finding.isEmpty()) {
                finding = companions(manifest);
            }
            if (finding.isPresent()) {
                String found = finding.get();
                reader().noteRefuted(manifest.id(), found);
                return damaged(good, found);
            }
            catalog.proven(manifest.id(), stored.digests());
            noteReadBack(manifest.id());
            return whole(good);
        });
    }

    /** As they are stored: who may read the data can't always open them. */
    private Optional<String> companions(Manifest manifest) throws SinkException, OperationException {
        Optional<StoredObject> object = manifest.companions();
        return object.isEmpty() || catalog.find(object.get().key()).isEmpty()
                ? Optional.empty()
                : reader().storedDifference(object.get())
                        .map(what -> object.get().key() + " " + what);
    }

    private void noteReadBack(BackupId id) throws SinkException {
        Optional<StoredCopy> copy = catalog.look(id);
        copy.ifPresent(
                seen -> catalog.readBack(seen, environment.timing().clock().instant()));
    }

    private CopyReader reader() {
        return new CopyReader(catalog, sinkName, environment);
    }

    /** Of what is stored whole, a proof while it passes; else, and where that can't tell, the proof of a file. */
    private Optional<String> finding(Path file, Manifest manifest, Verify.Depth depth, List<String> good)
            throws IOException, OperationException {
        if (manifest.isPacked()) {
            return ofFile(file, manifest, depth, good);
        }
        StoredObject body = manifest.body();
        StreamDigest passed = new StreamDigest();
        Path temporary = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Optional<IOException> unproven;
        try (StreamProof proof = new StreamProof(body.content().length(), depth == Verify.Depth.DEEP, temporary)) {
            Optional<String> difference = reader().difference(proof::update, body, passed);
            if (difference.isPresent()) {
                return Optional.of(body.key() + " " + difference.get());
            }
            Optional<SnapshotProof> proven = proof.end();
            if (proven.isPresent()) {
                good.add("digest");
                return judged(proven.get(), passed.trailer(), manifest, good);
            }
            unproven = proof.failure();
        }
        try {
            return ofFile(file, manifest, depth, good);
        } catch (DiskException e) {
            unproven.ifPresent(e::addSuppressed);
            return Optional.of(ofPassed(passed.trailer(), manifest, unproven, e));
        }
    }

    /** No file, no second look: what the first one is certain of is told all the same. */
    private static String ofPassed(
            Trailer trailer, Manifest manifest, Optional<IOException> unproven, DiskException failure)
            throws DiskException {
        if (trailer != Trailer.OK) {
            return other(manifest, trailer);
        }
        if (failure.outcome() != Outcome.NO_SPACE) {
            throw failure;
        }
        throw DiskException.tooSmall(
                manifest.body().key() + " couldn't be proven while it came"
                        + unproven.map(DiskException::words)
                                .map(why -> ", for " + why)
                                .orElse(", as is so with damage")
                        + ", and only a file of it tells more: " + FailureWords.of(failure),
                failure.hint().orElse("free some space there"));
    }

    private static String other(Manifest manifest, Trailer trailer) {
        return manifest.body().key() + " " + CopyReader.ending(trailer);
    }

    /** What the bytes that came are not; that fewer came is no word on those that are stored. */
    private Optional<String> ofFile(Path file, Manifest manifest, Verify.Depth depth, List<String> good)
            throws IOException, OperationException {
        StoredObject body = manifest.body();
        StreamDigest passed = new StreamDigest();
        Optional<String> difference = reader().difference(file, manifest, passed);
        if (difference.isPresent()) {
            return Optional.of(body.key() + " " + difference.get());
        }
        good.add("digest");
        environment.progress().on(new ProgressEvent.Proving(body.content().length()));
        Optional<Trailer> trailer = passed.length() > 0 ? Optional.of(passed.trailer()) : Optional.empty();
        return prove(file, manifest, depth, trailer, good);
    }

    /** The digest isn't taken a second time of what has passed already. */
    private static Optional<String> prove(
            Path file, Manifest manifest, Verify.Depth depth, Optional<Trailer> passed, List<String> good)
            throws IOException {
        OptionalLong newest = depth == Verify.Depth.DEEP ? OptionalLong.of(0) : OptionalLong.empty();
        try (Snapshot snapshot = Snapshot.open(file)) {
            SnapshotProof proof = snapshot.check(new Checks(passed.isEmpty(), newest), Progress.NONE);
            return judged(proof, passed.or(proof::trailer).orElseThrow(), manifest, good);
        } catch (DamagedSnapshotException e) {
            DamagedSnapshotException found = e.named(manifest.body().key().value());
            return Optional.of(FailureWords.of(passed.map(found::knowing).orElse(found)));
        }
    }

    private static Optional<String> judged(SnapshotProof proof, Trailer trailer, Manifest manifest, List<String> good) {
        good.addAll(List.of("structure", "rows"));
        if (trailer != Trailer.OK) {
            return Optional.of(other(manifest, trailer));
        }
        good.add("trailer");
        return compare(proof, manifest, good);
    }

    private static Optional<String> compare(SnapshotProof proof, Manifest manifest, List<String> good) {
        Manifest.Facts facts = manifest.facts();
        Optional<String> difference = Stated.by(manifest).difference(proof.facts());
        if (difference.isPresent()) {
            return difference;
        }
        if (!facts.encryptionKeys().isEmpty() && !facts.encryptionKeys().equals(NeededKeys.of(proof.encrypted()))) {
            return Optional.of("its values are encrypted with other keys than its manifest says");
        }
        good.add("hash");
        Optional<String> other = proof.hashKv().flatMap(Stated.by(manifest)::difference);
        if (proof.hashKv().isPresent() && other.isEmpty()) {
            good.add("hashkv");
        }
        return other;
    }

    private Copy whole(List<String> good) {
        return new Copy(sinkName, Outcome.OK, good, "");
    }

    private Copy damaged(List<String> good, String finding) {
        return new Copy(sinkName, Outcome.DAMAGED, good, CopyReader.told(sinkName) + finding);
    }
}
