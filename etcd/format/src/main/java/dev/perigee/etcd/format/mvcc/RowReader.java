package dev.perigee.etcd.format.mvcc;

import dev.perigee.etcd.format.bbolt.CondensedLeaf;
import dev.perigee.etcd.format.bbolt.DeclinedException;
import dev.perigee.etcd.format.bbolt.Entry;
import dev.perigee.etcd.format.bbolt.EntryVisitor;
import dev.perigee.etcd.format.bbolt.Fault;
import dev.perigee.etcd.format.bbolt.Finding;
import dev.perigee.etcd.format.bbolt.Findings;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the entries of the key bucket as rows. What isn't one is recorded and left out. */
public final class RowReader implements EntryVisitor {

    private final Findings findings;
    private final RowVisitor visitor;
    private final Row row = new Row();
    private long lastMain = -1;
    private long lastSub = -1;

    /**
     * A reader.
     *
     * @param findings is told of what isn't a row
     * @param visitor is shown the rows
     */
    public RowReader(Findings findings, RowVisitor visitor) {
        this.findings = findings;
        this.visitor = visitor;
    }

    @Override
    public void entry(Entry entry) throws IOException {
        if (!row.readKey(entry)) {
            found(Fault.ROW_KEY, entry, "holds a row whose key is not a revision");
        } else if (!ascends(row.main(), row.sub())) {
            found(Fault.ROW_KEY, entry, "holds the revision " + revision() + " twice");
        } else if (!row.readValue(entry)) {
            found(Fault.ROW_VALUE, entry, "holds, at revision " + revision() + ", a value that is not a KeyValue");
        } else if (!revisionsAgree(entry)) {
            found(
                    Fault.ROW_VALUE,
                    entry,
                    "holds, at revision " + revision() + ", a value of revision " + row.modRevision());
        } else {
            visitor.row(row);
        }
    }

    @Override
    public void condensed(CondensedLeaf leaf) throws IOException {
        if (!(leaf instanceof CondensedRows rows)) {
            throw new DeclinedException("entries are needed whose bytes are gone");
        }
        if (!ascends(rows.main(0), rows.firstSub())) {
            throw new DeclinedException("a revision stands there twice");
        }
        lastMain = rows.main(rows.entries() - 1);
        lastSub = rows.lastSub();
        visitor.condensed(rows);
    }

    @Override
    public void endOfPage() throws IOException {
        visitor.endOfPage();
    }

    private boolean ascends(long main, long sub) {
        boolean ascends = main > lastMain || (main == lastMain && sub > lastSub);
        lastMain = main;
        lastSub = sub;
        return ascends;
    }

    /** A tombstone names only its key. A restore that raised the revision left a row with no value at all. */
    private boolean revisionsAgree(Entry entry) {
        return row.tombstone() || entry.valueLength() == 0 || row.modRevision() == row.main();
    }

    private String revision() {
        return row.main() + "_" + row.sub();
    }

    private void found(Fault fault, Entry entry, String rest) {
        findings.add(new Finding(
                fault,
                OptionalLong.of(entry.page()),
                Optional.of("key"),
                "page " + entry.page() + " of bucket 'key' " + rest));
    }
}
