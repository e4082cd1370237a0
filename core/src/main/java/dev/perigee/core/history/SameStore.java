package dev.perigee.core.history;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.Coverage.Stretch;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.format.mvcc.Revision;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds a backup against the history that it was taken during: of the revisions that both hold, all rows are the same, down to the
 * backup's compaction. Else an older state was put back before it was taken, or it is another cluster's.
 *
 * @param timeline the backup that the history began with
 * @param backup the backup
 * @param end what was read of it
 */
record SameStore(BackupId timeline, BackupId backup, BaseEnd end) {

    /** Against rows that were brought here, from the backup's last revision on. */
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
    void requireRecords(Collection<PackRecord> records) throws OtherStore, IOException {
        Map<Stretch, Sha256> own =
                end.digests(records.stream().map(SameStore::stretch).toList());
        for (PackRecord record : records) {
            require(stretch(record), record.object().content().sha256(), own);
        }
    }

    private static Stretch stretch(PackRecord record) {
        PackId pack = record.place().pack();
        return new Stretch(pack.first(), pack.last());
    }

    private void require(Stretch both, Sha256 recorded, Map<Stretch, Sha256> own) throws OtherStore {
        if (!own.entrySet().contains(Map.entry(both, recorded))) {
            throw new OtherStore(
                    timeline, backup, "what they hold of " + Words.revisions(both.first(), both.last()) + " differs");
        }
    }

    /** A compaction right there leaves some of the revision's rows. One call may have deleted millions of keys: they are shown one by one. */
    private void requireLastRows(List<Archive.Fetched> packs) throws OtherStore, IOException {
        Map<Revision, RowBytes> recorded = new HashMap<>();
        PointFile.each(packs, end.revision() - 1, end.revision(), row -> recorded.put(row.revision(), row));
        if (!end.hasOnly(row -> isSame(row, recorded.get(row.revision())))) {
            throw new OtherStore(timeline, backup, "revision " + end.revision() + " differs");
        }
    }

    private static boolean isSame(RowBytes row, @Nullable RowBytes other) {
        return other != null && Arrays.equals(other.key(), row.key()) && Arrays.equals(other.value(), row.value());
    }
}
