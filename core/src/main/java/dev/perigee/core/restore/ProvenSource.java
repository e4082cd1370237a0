package dev.perigee.core.restore;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.bbolt.write.ProvenFile;
import dev.perigee.etcd.format.member.BackendState;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import dev.perigee.etcd.format.snapshot.SnapshotProof;
import dev.perigee.etcd.format.snapshot.Trailer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The snapshot, proven.
 *
 * @param path the file
 * @param length its length in bytes when it was proven
 * @param modified when it was last written before it was proven
 * @param proof what was found
 * @param state its small buckets
 */
public record ProvenSource(Path path, long length, FileTime modified, SnapshotProof proof, BackendState state) {

    /** The checks of a snapshot, alone or with something beside. */
    private interface Proving {
        SnapshotProof of(Snapshot snapshot, Checks checks) throws IOException;
    }

    static ProvenSource prove(RestoreRequest request, Progress progress) throws OperationException {
        try {
            return proven(request, (snapshot, checks) -> snapshot.check(checks, progress));
        } catch (IOException e) {
            throw unusable(request.named(), e);
        }
    }

    /** What is built from a source that is sound, before its digest is known. */
    interface Building {
        void from(ProvenSource provisional) throws IOException;
    }

    /** Copies the pages to a new file meanwhile; what goes wrong with that is the IOException. */
    static ProvenSource proveWhileCopying(RestoreRequest request, Progress progress, Path copy)
            throws OperationException, IOException {
        return provenWith(request, (snapshot, checks) -> snapshot.checkWhileCopying(copy, checks, progress));
    }

    /** Builds something while the digest is still being taken; what goes wrong with that is the IOException. */
    static ProvenSource proveWhileBuilding(RestoreRequest request, Progress progress, Building building)
            throws OperationException, IOException {
        return provenWith(
                request,
                (snapshot, checks) -> snapshot.check(
                        checks,
                        progress,
                        facts -> building.from(provisional(request.source(), snapshot.pageSize(), facts))));
    }

    private static ProvenSource provisional(Path path, int pageSize, SnapshotFacts facts) throws IOException {
        SnapshotProof sound =
                new SnapshotProof(Optional.empty(), facts, Optional.empty(), Collections.emptySortedMap());
        return of(path, Files.getLastModifiedTime(path), sound, pageSize);
    }

    private static ProvenSource provenWith(RestoreRequest request, Proving proving)
            throws OperationException, IOException {
        try {
            return proven(request, proving);
        } catch (DamagedSnapshotException | InterruptedIOException e) {
            throw unusable(request.named(), e);
        }
    }

    private static ProvenSource proven(RestoreRequest request, Proving proving) throws IOException, OperationException {
        Path path = request.source();
        try (Snapshot snapshot = Snapshot.open(path)) {
            FileTime modified = Files.getLastModifiedTime(path);
            SnapshotProof proof = proving.of(snapshot, new Checks(request.isDigestDemanded(), OptionalLong.empty()));
            requireDigest(request.named(), proof);
            return of(path, modified, proof, snapshot.pageSize());
        }
    }

    private static ProvenSource of(Path path, FileTime modified, SnapshotProof proof, int pageSize) throws IOException {
        try (ProvenFile file = ProvenFile.open(path, pageSize)) {
            return new ProvenSource(path, proof.facts().fileLength(), modified, proof, BackendState.read(file));
        }
    }

    /** The length of the database in a file, by its own word: nothing is proven yet. */
    static long databaseBytes(RestoreRequest request) throws OperationException {
        try (Snapshot snapshot = Snapshot.open(request.source())) {
            return snapshot.totalSize();
        } catch (IOException e) {
            throw unusable(request.named(), e);
        }
    }

    private static void requireDigest(String name, SnapshotProof proof) throws OperationException {
        if (proof.trailer().equals(Optional.of(Trailer.MISMATCH))) {
            throw Refusal.of(
                    Outcome.DAMAGED,
                    name + " isn't what etcd sent: its SHA-256 is wrong",
                    "take another copy of this backup, or another backup;"
                            + " --skip-hash-check restores it all the same, with whatever was changed in it");
        }
        if (proof.trailer().equals(Optional.of(Trailer.MISSING))) {
            throw Refusal.refused(
                    name + " has no SHA-256 at its end, so nobody can tell whether its values are what they were",
                    "if it is a copy of a stopped member's member/snap/db, add --skip-hash-check;"
                            + " a snapshot that etcd sent always has one");
        }
    }

    private static OperationException unusable(String name, IOException e) {
        return switch (e) {
            case DamagedSnapshotException damaged ->
                new OperationException(
                        Outcome.DAMAGED,
                        FailureWords.of(damaged.named(name)),
                        Optional.of("nothing was written; take another copy of this backup, or another backup"),
                        Optional.of(damaged));
            case NoSuchFileException missing ->
                Refusal.of(Outcome.NOT_FOUND, name + ": no such file", "'perigee snapshot list' shows the backups");
            case AccessDeniedException denied ->
                Refusal.of(Outcome.DENIED, name + " can't be read", "run as a user who may read it");
            case InterruptedIOException interrupted ->
                new OperationException(Outcome.INTERRUPTED, "interrupted; nothing was written");
            default -> OperationException.ofDisk(name + " can't be read", e);
        };
    }

    /** Insists that the file is still the one that was proven. */
    void requireUnchanged() throws OperationException {
        try {
            if (Files.size(path) == length && Files.getLastModifiedTime(path).equals(modified)) {
                return;
            }
        } catch (IOException e) {
            throw unusable(path.toString(), e);
        }
        throw Refusal.refused(path + " has changed since it was checked", "nothing was written; run the restore again");
    }
}
