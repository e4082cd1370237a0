package dev.perigee.core.history;

import dev.perigee.etcd.format.bbolt.write.BucketContent;
import dev.perigee.etcd.format.bbolt.write.ProvenFile;
import dev.perigee.etcd.format.mvcc.Revision;
import dev.perigee.etcd.format.mvcc.RowBytes;
import dev.perigee.etcd.format.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a backup ends. Only what leads there is read: what is made of the backup is proven whole by whoever takes it, as any snapshot is.
 *
 * @param pageSize of the file, in bytes
 * @param revision the current one, as far as rows tell from a revision on
 * @param compacted up to where it was compacted; -1 if never
 * @param rows those of that revision and behind it
 */
record BaseEnd(int pageSize, long revision, long compacted, List<RowBytes> rows) {

    /** Copies the list. */
    BaseEnd {
        rows = List.copyOf(rows);
    }

    /** Reads the rows from a revision on; an IOException may as well mean that the file is damaged. */
    static BaseEnd read(Path base, long from) throws IOException {
        int pageSize = pageSize(base);
        try (ProvenFile file = ProvenFile.open(base, pageSize)) {
            List<RowBytes> rows = new ArrayList<>();
            file.bucketFrom("key", new Revision(from, 0).toBytes(), (key, value) -> {
                RowBytes row = new RowBytes(ProvenFile.bytes(key), ProvenFile.bytes(value));
                if (!row.hasRevision()) {
                    throw new IOException(base + " holds a row that isn't one of etcd's");
                }
                rows.add(row);
            });
            long compacted = compacted(file.content("meta"));
            long newest = rows.isEmpty() ? 0 : rows.getLast().revision().main();
            return new BaseEnd(pageSize, Math.max(Math.max(newest, compacted), 1), compacted, rows);
        }
    }

    private static int pageSize(Path base) throws IOException {
        try (Snapshot snapshot = Snapshot.open(base)) {
            return snapshot.pageSize();
        }
    }

    private static long compacted(BucketContent meta) {
        return Math.max(revision(meta, "finishedCompactRev"), revision(meta, "scheduledCompactRev"));
    }

    private static long revision(BucketContent meta, String key) {
        return meta.get(key).flatMap(Revision::read).map(Revision::main).orElse(-1L);
    }
}
