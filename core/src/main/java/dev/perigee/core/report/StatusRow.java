package dev.perigee.core.report;

import dev.perigee.core.report.View.Align;
import dev.perigee.core.words.Sizes;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import dev.perigee.etcd.format.snapshot.Trailer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code snapshot status} shows.
 *
 * @param facts what the snapshot says about itself
 * @param trailer what its digest says
 */
public record StatusRow(SnapshotFacts facts, Trailer trailer) {

    private static final List<Column<StatusRow>> ETCDUTL = List.of(
            new Column<>("hash", "hash", "Hash", row -> Long.toHexString(row.facts.hash()), row -> row.facts.hash()),
            Column.of("revision", "revision", "Revision", row -> row.facts.revision()),
            Column.of("total keys", "totalKey", "Keys", row -> row.facts.liveKeys()),
            new Column<>(
                    "total size",
                    "totalSize",
                    "Size",
                    row -> Sizes.human(row.facts.totalSize()),
                    row -> row.facts.totalSize()),
            Column.of(
                    "version",
                    "version",
                    "Version",
                    row -> row.facts.storageVersion().orElse("")));

    private static final View<StatusRow> AS_ETCDUTL = new View<>(ETCDUTL, Align.RIGHT);

    private static final View<StatusRow> WITH_PROOF = new View<>(withDigest(), Align.RIGHT);

    /**
     * Byte for byte as etcdutl 3.6 shows it.
     *
     * @return one row
     */
    public Report<StatusRow> asEtcdutl() {
        return Report.of(AS_ETCDUTL, this);
    }

    /**
     * With the digest's verdict behind it.
     *
     * @return one row
     */
    public Report<StatusRow> withProof() {
        return Report.of(WITH_PROOF, this);
    }

    private static List<Column<StatusRow>> withDigest() {
        List<Column<StatusRow>> columns = new ArrayList<>(ETCDUTL);
        columns.add(Column.of(
                "digest", "digest", "Digest", row -> row.trailer.name().toLowerCase(Locale.ROOT)));
        return columns;
    }
}
