package dev.perigee.core.history.point;

import dev.perigee.api.Sha256;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackRows;
import dev.perigee.core.history.pack.RowsDigest;
import dev.perigee.etcd.format.bbolt.write.BucketContent;
import dev.perigee.etcd.format.bbolt.write.ProvenFile;
import dev.perigee.etcd.format.mvcc.Revision;
import dev.perigee.etcd.format.mvcc.RowBytes;
import dev.perigee.etcd.format.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where a backup ends. Only what leads there is read: what is made of the backup is proven whole by whoever takes it, as any snapshot is.
 *
 * @param file the backup
 * @param pageSize of the file, in bytes
 * @param revision the current one, as far as rows tell from a revision on
 * @param compacted up to where it was compacted; -1 if never
 */
record BaseEnd(Path file, int pageSize, long revision, long compacted) {

    /** Reads the rows from a revision on; an IOException may as well mean that the file is damaged. */
    static BaseEnd read(Path base, long from) throws IOException {
        int pageSize = pageSize(base);
        try (ProvenFile file = ProvenFile.open(base, pageSize)) {
            long[] newest = new long[1];
            rows(file, from, row -> newest[0] = row.revision().main());
            long compacted = compacted(file.content("meta"));
            return new BaseEnd(base, pageSize, Math.max(Math.max(newest[0], compacted), 1), compacted);
        }
    }

    /** Whether all rows of the current revision are such. One call may have deleted millions of keys: they are shown one by one. */
    boolean hasOnly(Predicate<RowBytes> such) throws IOException {
        boolean[] all = {true};
        try (ProvenFile open = ProvenFile.open(file, pageSize)) {
            rows(open, revision, row -> all[0] &= such.test(row));
        }
        return all[0];
    }

    /** By stretch, the digest that a pack of its rows would have. */
    Map<Stretch, Sha256> digests(Collection<Stretch> stretches) throws IOException {
        Map<Stretch, RowsDigest> taken = new HashMap<>();
        for (Stretch stretch : stretches) {
            taken.put(stretch, new RowsDigest());
        }
        try (ProvenFile open = ProvenFile.open(file, pageSize)) {
            long first = stretches.stream().mapToLong(Stretch::first).min().orElse(Long.MAX_VALUE);
            rows(open, first, row -> {
                for (Map.Entry<Stretch, RowsDigest> each : taken.entrySet()) {
                    if (each.getKey().holds(row.revision().main())) {
                        each.getValue().row(row);
                    }
                }
            });
        }
        Map<Stretch, Sha256> digests = new HashMap<>();
        for (Map.Entry<Stretch, RowsDigest> each : taken.entrySet()) {
            digests.put(each.getKey(), each.getValue().value());
        }
        return digests;
    }

    /** The digest that a pack of some of its rows would have. */
    Sha256 digest(Stretch stretch, Set<Revision> of) throws IOException {
        RowsDigest taken = new RowsDigest();
        try (ProvenFile open = ProvenFile.open(file, pageSize)) {
            rows(open, stretch.first(), row -> {
                if (of.contains(row.revision())) {
                    taken.row(row);
                }
            });
        }
        return taken.value();
    }

    private static void rows(ProvenFile file, long from, PackRows.Visitor visitor) throws IOException {
        file.bucketFrom("key", new Revision(from, 0).toBytes(), (key, value) -> {
            RowBytes row = new RowBytes(ProvenFile.bytes(key), ProvenFile.bytes(value));
            if (!row.hasRevision()) {
                throw new IOException(file.path() + " holds a row that isn't one of etcd's");
            }
            visitor.row(row);
        });
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
