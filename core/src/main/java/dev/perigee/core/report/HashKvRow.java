package dev.perigee.core.report;

import dev.perigee.core.report.View.Align;
import dev.perigee.etcd.format.snapshot.HashKv;
import java.util.List;

/** How the hash by which etcd compares stores is shown, as etcdutl 3.6 does. */
public final class HashKvRow {

    private static final View<HashKv> VIEW = new View<>(
            List.of(
                    Column.of("hash", "hash", "Hash", HashKv::hash),
                    Column.of("hash revision", "hashRevision", "Hash revision", HashKv::revision),
                    Column.of("compact revision", "compactRevision", "Compact revision", HashKv::compactRevision)),
            Align.RIGHT);

    private HashKvRow() {}

    /**
     * The hash.
     *
     * @param hash with the revisions that it is of
     * @return one row
     */
    public static Report<HashKv> of(HashKv hash) {
        return Report.of(VIEW, hash);
    }
}
