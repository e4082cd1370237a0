package dev.perigee.etcd.format.mvcc;

import dev.perigee.etcd.format.hash.SipHash128;
import java.io.IOException;

/** Enters every row into a ledger of keys, and counts. Not safe for many threads. */
public final class LedgerPass implements RowVisitor {

    private final KeyLedger ledger;
    private final SipHash128 fingerprint;
    private final long revision;
    private long newest;
    private long rows;
    private long rowsThen;

    /**
     * A pass.
     *
     * @param ledger takes the rows
     * @param fingerprint with a key that nobody can foresee
     * @param revision the revision up to which {@link #rowsThen()} counts
     */
    public LedgerPass(KeyLedger ledger, SipHash128 fingerprint, long revision) {
        this.ledger = ledger;
        this.fingerprint = fingerprint;
        this.revision = revision;
    }

    @Override
    public void row(Row row) throws IOException {
        fingerprint.hash(row.bytes(), row.keyAt(), row.keyLength());
        ledger.add(fingerprint.first(), fingerprint.second(), row.tombstone());
        count(row.main());
    }

    @Override
    public void condensed(CondensedRows leaf) throws IOException {
        for (int i = 0; i < leaf.entries(); i++) {
            ledger.add(leaf.fingerprint(i), leaf.moreFingerprint(i), leaf.tombstone(i));
            count(leaf.main(i));
        }
    }

    private void count(long main) {
        newest = main;
        rows++;
        if (newest <= revision) {
            rowsThen = rows;
        }
    }

    /**
     * The main part of the newest row's revision.
     *
     * @return 0 if there was no row
     */
    public long newest() {
        return newest;
    }

    /**
     * How many rows there were.
     *
     * @return 0 or more
     */
    public long rows() {
        return rows;
    }

    /**
     * How many rows there were up to the revision given.
     *
     * @return at most {@link #rows()}
     */
    public long rowsThen() {
        return rowsThen;
    }
}
