package dev.perigee.core.history;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.Coverage.Stretch;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.format.mvcc.Revision;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds a backup against the history that it was taken during: of the revisions that both hold, all rows are the same, down to the
 * backup's compaction. Else an older state was put back before it was taken, or it is another cluster's. Used by one thread.
 */
final class SameStore {

    /** So many revisions in a row aren't written alike by chance. */
    private static final int ENOUGH = 16;

    private final BackupId timeline;
    private final BackupId backup;
    private final BaseEnd end;
    private final TreeSet<Long> compared = new TreeSet<>();

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

    /** What is doubted must be the same in more than what is written alike by chance. */
    void requireEnough() throws OtherStore {
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
        requireLastRows(packs);
        long first = Math.max(
                end.compacted() + 1, packs.getFirst().record().place().pack().first());
        if (first < end.revision()) {
            Stretch both = new Stretch(first, end.revision());
            RowsDigest recorded = new RowsDigest();
            PointFile.each(packs, first - 1, end.revision(), recorded::row);
            require(both, recorded.value(), end.digests(List.of(both)));
        }
    }

    /** Against packs of which only the record is here, none of them beyond the backup's end or its compaction. */
    void requireRecords(Collection<PackRecord> records, Evidence evidence) throws OperationException, IOException {
        Map<Stretch, Sha256> own =
                end.digests(records.stream().map(SameStore::stretch).toList());
        for (PackRecord record : records) {
            Sha256 recorded = record.object().content().sha256();
            if (isSame(stretch(record), recorded, own)
                    || evidence.bring(record.place()).isPresent()) {
                require(stretch(record), recorded, own);
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

    private void require(Stretch both, Sha256 recorded, Map<Stretch, Sha256> own) throws OtherStore {
        if (!isSame(both, recorded, own)) {
            throw new OtherStore(
                    timeline, backup, "what they hold of " + Words.revisions(both.first(), both.last()) + " differs");
        }
        for (long revision = both.first(); revision <= both.last() && compared.size() < ENOUGH; revision++) {
            compared.add(revision);
        }
    }

    /** A compaction right there leaves some of the revision's rows. One call may have deleted millions of keys: they are shown one by one. */
    private void requireLastRows(List<Archive.Fetched> packs) throws OtherStore, IOException {
        Map<Revision, RowBytes> recorded = new HashMap<>();
        PointFile.each(packs, end.revision() - 1, end.revision(), row -> recorded.put(row.revision(), row));
        boolean same = end.hasOnly(row -> {
            compared.add(end.revision());
            return isSame(row, recorded.get(row.revision()));
        });
        if (!same) {
            throw new OtherStore(timeline, backup, "revision " + end.revision() + " differs");
        }
    }

    private static boolean isSame(RowBytes row, @Nullable RowBytes other) {
        return other != null && Arrays.equals(other.key(), row.key()) && Arrays.equals(other.value(), row.value());
    }
}
