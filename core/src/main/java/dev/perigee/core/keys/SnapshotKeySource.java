package dev.perigee.core.keys;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.format.mvcc.Row;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.RevisionNotHeldException;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import dev.perigee.etcd.format.snapshot.SnapshotProof;
import dev.perigee.etcd.format.snapshot.Trailer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The keys of a snapshot file at one revision, without any etcd. The file is proven before a key is shown. */
public final class SnapshotKeySource implements KeySource {

    /** How much of the keys is sorted in memory at a time: twice that, and more for what it really takes, must fit into a small heap. */
    private static final long SORT_BYTES = 8 << 20;

    private final Snapshot snapshot;
    private final SnapshotFacts facts;
    private final DumpHeader header;
    private final Path temporary;
    private final Progress progress;

    private SnapshotKeySource(
            Snapshot snapshot, SnapshotFacts facts, DumpHeader header, Path temporary, Progress progress) {
        this.snapshot = snapshot;
        this.facts = facts;
        this.header = header;
        this.temporary = temporary;
        this.progress = progress;
    }

    /**
     * Proves a snapshot and pins a revision.
     *
     * @param file the snapshot
     * @param revision the revision to read at; empty for the newest
     * @param taken when the snapshot was taken
     * @param temporary a folder with room for as much as the keys and values weigh
     * @param progress is told of the reading
     * @return the source; close it
     * @throws RevisionNotHeldException if the revision is compacted or not yet there
     * @throws OperationException DAMAGED if it isn't what etcd sent
     * @throws IOException if the file is damaged or can't be read
     */
    public static SnapshotKeySource open(
            Path file, OptionalLong revision, Instant taken, Path temporary, Progress progress)
            throws OperationException, IOException {
        Snapshot snapshot = Snapshot.open(file);
        try {
            SnapshotProof proof = snapshot.check(new Checks(true, OptionalLong.empty()), progress);
            requireUnchanged(file, proof);
            SnapshotFacts facts = proof.facts();
            long pinned = revision.orElse(facts.currentRevision());
            requireHeld(pinned, facts);
            DumpHeader header = new DumpHeader(OptionalLong.empty(), pinned, taken, DumpHeader.LeftOut.NONE);
            return new SnapshotKeySource(snapshot, facts, header, temporary, progress);
        } catch (OperationException | IOException | RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    private static void requireUnchanged(Path file, SnapshotProof proof) throws OperationException {
        if (proof.trailer().equals(Optional.of(Trailer.MISMATCH))) {
            throw new OperationException(
                    Outcome.DAMAGED,
                    file + " was changed since etcd sent it: its SHA-256 isn't the one at its end",
                    Optional.of("take another copy of it"),
                    Optional.empty());
        }
    }

    private static void requireHeld(long revision, SnapshotFacts facts) throws RevisionNotHeldException {
        long oldest = Math.max(facts.compactRevision(), facts.scheduledCompactRevision());
        if (revision < oldest) {
            throw new RevisionNotHeldException(RevisionNotHeldException.Reason.COMPACTED, revision, oldest);
        }
        if (revision > facts.currentRevision()) {
            throw new RevisionNotHeldException(
                    RevisionNotHeldException.Reason.FUTURE, revision, facts.currentRevision());
        }
    }

    /**
     * What the proof found.
     *
     * @return of the whole snapshot, whatever revision is read
     */
    public SnapshotFacts facts() {
        return facts;
    }

    @Override
    public DumpHeader header() {
        return header;
    }

    @Override
    public void forEach(KeyFilter filter, EntryVisitor visitor) throws IOException {
        forEach(filter::takes, visitor);
    }

    @Override
    public void forEach(KeyRange range, EntryVisitor visitor) throws IOException {
        forEach(range::holds, visitor);
    }

    private void forEach(Predicate<Bytes> wanted, EntryVisitor visitor) throws IOException {
        SortedValues values = new SortedValues(snapshot);
        try (SortedRuns runs = new SortedRuns(temporary, SORT_BYTES)) {
            rows(wanted, values::noted, runs::add);
            runs.forEach(entry -> visitor.entry(
                    entry.withValue(values.value(entry.value().orElseThrow())))); // tombstones aren't shown
        }
        snapshot.requireUnchanged();
    }

    @Override
    public void forEachRevision(KeyFilter filter, EntryVisitor visitor) throws IOException {
        rows(filter::takes, SnapshotKeySource::value, visitor);
    }

    @Override
    public void history(Bytes key, EntryVisitor visitor) throws IOException {
        rows(key::equals, SnapshotKeySource::value, visitor);
    }

    private void rows(Predicate<Bytes> wanted, Function<Row, Bytes> value, EntryVisitor visitor) throws IOException {
        snapshot.rows(
                row -> {
                    if (row.main() <= header.revision()) {
                        show(row, wanted, value, visitor);
                    }
                },
                progress);
    }

    private static void show(Row row, Predicate<Bytes> wanted, Function<Row, Bytes> value, EntryVisitor visitor)
            throws IOException {
        Bytes key = bytes(row.key());
        if (key.length() > 0 && wanted.test(key)) {
            Optional<Bytes> held = row.tombstone() ? Optional.empty() : Optional.of(value.apply(row));
            visitor.entry(new KeyEntry(key, held, row.createRevision(), row.main(), row.version(), row.lease()));
        }
    }

    private static Bytes value(Row row) {
        return bytes(row.value());
    }

    private static Bytes bytes(MemorySegment segment) {
        return Bytes.of(segment.toArray(ValueLayout.JAVA_BYTE));
    }

    @Override
    public Collection<LeaseTime> leases(Set<Long> ids) throws IOException {
        return snapshot.leases().stream()
                .filter(lease -> ids.contains(lease.id()))
                .map(lease -> new LeaseTime(lease.id(), lease.grantedSeconds(), lease.remainingSeconds()))
                .toList();
    }

    @Override
    public void close() throws IOException {
        snapshot.close();
    }
}
