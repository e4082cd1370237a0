package dev.perigee.core.history.point;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.kinship.OtherStore;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.RowsDigest;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.format.mvcc.Revision;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds a backup against the history that it was taken during: of the revisions that both hold, each row that was recorded is one of
 * the backup's, down to its compaction. Else an older state was put back before it was taken, or it is another cluster's. Rows that
 * only the backup holds speak for it: some releases of etcd's watch leave out events, and none adds any. Used by one thread.
 */
final class SameStore {

    /** So many revisions in a row aren't written alike by chance. */
    private static final int ENOUGH = 16;

    /** Of so many revisions, rows are held against each other at a time: what they are called has to fit into the heap. */
    private static final int AT_A_TIME = 1 << 14;

    private final BackupId timeline;
    private final BackupId backup;
    private final BaseEnd end;
    private final TreeSet<Long> compared = new TreeSet<>();
    private Optional<String> unrecorded = Optional.empty();

    /** What a backup can be held against besides the packs that something is made of. */
    public interface Evidence {

        /**
         * Packs of the history that hold nothing but revisions above one, up to another.
         *
         * @param above the revision before them
         * @param last the last one
         * @return some of their records, the newest
         * @throws OperationException INTERRUPTED
         */
        Collection<PackRecord> earlier(long above, long last) throws OperationException;

        /**
         * Brings the rows of a pack whose record tells otherwise than the backup.
         *
         * @param place which
         * @return empty if they can't be had, or aren't what the record says: then that tells nothing
         * @throws OperationException INTERRUPTED
         */
        Optional<Archive.Fetched> bring(PackPlace place) throws OperationException;

        /**
         * Whether something else speaks against the backup.
         *
         * @return true if much must be the same
         */
        boolean isDoubted();
    }

    SameStore(BackupId timeline, BackupId backup, BaseEnd end) {
        this.timeline = timeline;
        this.backup = backup;
        this.end = end;
    }

    /** Whether anything was compared. */
    boolean isCompared() {
        return !compared.isEmpty();
    }

    /** What the backup holds, and wasn't recorded; empty if nothing. */
    Optional<String> unrecorded() {
        return unrecorded;
    }

    /** What is doubted must be wholly the same, in more than what is written alike by chance. */
    void requireEnough() throws OtherStore {
        if (unrecorded.isPresent()) {
            throw new OtherStore(timeline, backup, unrecorded.get());
        }
        if (compared.size() < ENOUGH) {
            throw new OtherStore(
                    timeline,
                    backup,
                    "it was taken when more had been recorded than it holds, or tells of another timeline, and they have only "
                            + Words.count(compared.size(), "revision") + " in common by which that could be told");
        }
    }

    /** Against rows that were brought here, in order, of which the backup's last revision is one. */
    void requireRows(List<Archive.Fetched> packs) throws OtherStore, IOException {
        if (end.compacted() >= end.revision()) {
            requireLastRows(packs);
            return;
        }
        long first = Math.max(
                end.compacted() + 1, packs.getFirst().record().place().pack().first());
        Stretch both = new Stretch(first, end.revision());
        RowsDigest recorded = new RowsDigest();
        PointFile.each(packs, first - 1, end.revision(), recorded::row);
        if (!isSame(both, recorded.value(), end.digests(List.of(both)))) {
            requireHeld(both, packs);
        }
        count(both);
    }

    /** Against packs of which only the record is here, none of them beyond the backup's end or its compaction. */
    void requireRecords(Collection<PackRecord> records, Evidence evidence) throws OperationException, IOException {
        Map<Stretch, Sha256> own =
                end.digests(records.stream().map(SameStore::stretch).toList());
        for (PackRecord record : records) {
            Sha256 recorded = record.object().content().sha256();
            if (isSame(stretch(record), recorded, own)) {
                count(stretch(record));
                continue;
            }
            Optional<Archive.Fetched> pack = evidence.bring(record.place());
            if (pack.isPresent()) {
                requireHeld(stretch(record), List.of(pack.get()));
                count(stretch(record));
            }
        }
    }

    private static boolean isSame(Stretch both, Sha256 recorded, Map<Stretch, Sha256> own) {
        return own.entrySet().contains(Map.entry(both, recorded));
    }

    private static Stretch stretch(PackRecord record) {
        PackId pack = record.place().pack();
        return new Stretch(pack.first(), pack.last());
    }

    private void count(Stretch both) {
        for (long revision = both.first(); revision <= both.last() && compared.size() < ENOUGH; revision++) {
            compared.add(revision);
        }
    }

    /** That all that was recorded is among the backup's rows, which hold something else besides. */
    private void requireHeld(Stretch both, List<Archive.Fetched> packs) throws OtherStore, IOException {
        for (long first = both.first(); first <= both.last(); first += AT_A_TIME) {
            Stretch part = new Stretch(first, Math.min(both.last(), first + AT_A_TIME - 1));
            Set<Revision> revisions = new HashSet<>();
            RowsDigest recorded = new RowsDigest();
            PointFile.each(packs, part.first() - 1, part.last(), row -> {
                revisions.add(row.revision());
                recorded.row(row);
            });
            if (!recorded.value().equals(end.digest(part, revisions))) {
                throw new OtherStore(
                        timeline,
                        backup,
                        "what they hold of " + Words.revisions(part.first(), part.last()) + " differs");
            }
        }
        noteUnrecorded(both);
    }

    /** A compaction right there leaves some of the revision's rows. */
    private void requireLastRows(List<Archive.Fetched> packs) throws OtherStore, IOException {
        Map<Revision, RowBytes> recorded = new HashMap<>();
        PointFile.each(packs, end.revision() - 1, end.revision(), row -> recorded.put(row.revision(), row));
        boolean held = end.hasOnly(row -> {
            compared.add(end.revision());
            RowBytes other = recorded.get(row.revision());
            if (other == null) {
                noteUnrecorded(new Stretch(end.revision(), end.revision()));
            }
            return other == null || isSame(row, other);
        });
        if (!held) {
            throw new OtherStore(timeline, backup, "revision " + end.revision() + " differs");
        }
    }

    private void noteUnrecorded(Stretch both) {
        unrecorded = Optional.of("backup " + backup + " holds more of " + Words.revisions(both.first(), both.last())
                + " than was recorded");
    }

    private static boolean isSame(RowBytes row, RowBytes other) {
        return Arrays.equals(other.key(), row.key()) && Arrays.equals(other.value(), row.value());
    }
}
