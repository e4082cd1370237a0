package dev.perigee.etcd.format.mvcc;

import dev.perigee.etcd.format.hash.RangeCrc32c;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Computes the hash of etcd's HashKV call: over the rows up to a revision, without those that the compaction superseded.
 *
 * <p>After {@code kvHasher} in etcd's {@code server/storage/mvcc/hash.go}, with its oddity: if no key lives at the
 * revision, no row is left out for the compaction's sake. Not safe for many threads.
 */
public final class HashKvPass implements RowVisitor {

    private final RangeCrc32c crc = new RangeCrc32c();
    private final long revision;
    private final long compacted;
    private final Optional<KeyLedger.Settled> settled;
    private long row;
    private long newest;
    private long rowsThen;
    private long hashedThen;

    /**
     * A pass.
     *
     * @param revision the newest revision to hash
     * @param compacted the compact revision, -1 if none
     * @param settled which rows are the last of their keys up to {@code revision}; left out if nothing was compacted, or
     *     where it is hoped that no row is superseded: see {@link #holdsIf}
     */
    public HashKvPass(long revision, long compacted, Optional<KeyLedger.Settled> settled) {
        this.revision = revision;
        this.compacted = compacted;
        this.settled = settled.filter(rows -> rows.liveKeysThen() > 0);
        crc.add("key".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void row(Row current) {
        if (isHashed(current.main(), current.tombstone())) {
            crc.add(current.bytes(), current.entryAt(), current.entryLength());
        }
    }

    @Override
    public void condensed(CondensedRows leaf) {
        int from = 0;
        for (int i = 0; i < leaf.entries(); i++) {
            if (!isHashed(leaf.main(i), leaf.tombstone(i))) {
                add(leaf, from, i);
                from = i + 1;
            }
        }
        add(leaf, from, leaf.entries());
    }

    /** Some rows: what the leaf hashes to up to its last one, without what comes before the first. */
    private void add(CondensedRows leaf, int from, int to) {
        long length = leaf.end(to - 1) - leaf.end(from - 1);
        if (length > 0) {
            crc.add(crc.end(leaf.checksum(to - 1), leaf.checksum(from - 1), length), length);
        }
    }

    /** Counts the next row, and says whether it belongs to the hash. */
    private boolean isHashed(long main, boolean tombstone) {
        boolean hashed = main <= revision && !isLeftOut(main, tombstone);
        newest = main;
        row++;
        if (newest <= compacted) {
            rowsThen = row;
            hashedThen += hashed ? 1 : 0;
        }
        return hashed;
    }

    private boolean isLeftOut(long main, boolean tombstone) {
        if (main > compacted) {
            return false;
        }
        boolean superseded = settled.isPresent() && !settled.get().isKept(row);
        return superseded || (main == compacted && tombstone);
    }

    @Override
    public void endOfPage() {
        crc.flush();
    }

    /**
     * Up to where the store is taken to be compacted.
     *
     * @return -1 if it isn't
     */
    public long compacted() {
        return compacted;
    }

    /**
     * Whether the hash is right although this pass, made before it was known which rows are the last of their keys, left
     * out none that was superseded: there was none.
     *
     * @param known which rows are
     * @return false if a pass with {@code known} would hash fewer rows
     */
    public boolean holdsIf(KeyLedger.Settled known) {
        return known.liveKeysThen() == 0 || known.kept().countBelow(rowsThen) == hashedThen;
    }

    /**
     * The main part of the newest row's revision, hashed or not.
     *
     * @return 0 if there was no row
     */
    public long newest() {
        return newest;
    }

    /**
     * The hash of the rows shown so far.
     *
     * @return 32 unsigned bits
     */
    public long hash() {
        return crc.value();
    }
}
