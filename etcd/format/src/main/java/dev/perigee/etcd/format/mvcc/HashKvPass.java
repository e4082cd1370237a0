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

    /**
     * A pass.
     *
     * @param revision the newest revision to hash
     * @param compacted the compact revision, -1 if none
     * @param settled which rows are the last of their keys up to {@code revision}; may be left out if nothing was
     *     compacted
     */
    public HashKvPass(long revision, long compacted, Optional<KeyLedger.Settled> settled) {
        this.revision = revision;
        this.compacted = compacted;
        this.settled = settled.filter(rows -> rows.liveKeysThen() > 0);
        crc.add("key".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void row(Row current) {
        if (current.main() <= revision && !isLeftOut(current)) {
            crc.add(current.bytes(), current.entryAt(), current.entryLength());
        }
        newest = current.main();
        row++;
    }

    private boolean isLeftOut(Row current) {
        if (current.main() > compacted) {
            return false;
        }
        boolean superseded = settled.isPresent() && !settled.get().isKept(row);
        return superseded || (current.main() == compacted && current.tombstone());
    }

    @Override
    public void endOfPage() {
        crc.flush();
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
