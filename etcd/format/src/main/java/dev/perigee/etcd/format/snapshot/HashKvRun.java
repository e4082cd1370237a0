package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.bbolt.BucketName;
import dev.perigee.etcd.format.bbolt.CondensedLeaf;
import dev.perigee.etcd.format.bbolt.Entry;
import dev.perigee.etcd.format.bbolt.EntryVisitor;
import dev.perigee.etcd.format.bbolt.Fault;
import dev.perigee.etcd.format.bbolt.Findings;
import dev.perigee.etcd.format.mvcc.HashKvPass;
import dev.perigee.etcd.format.mvcc.KeyLedger;
import dev.perigee.etcd.format.mvcc.LedgerPass;
import dev.perigee.etcd.format.mvcc.RowReader;
import dev.perigee.etcd.format.mvcc.RowVisitor;
import dev.perigee.etcd.format.snapshot.RevisionNotHeldException.Reason;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Computes HashKV: where nothing was compacted, in one pass. Else the first pass finds the last row of each key, and hashes in the
 * hope that every row is; where one isn't, a second pass hashes what a compaction leaves.
 */
final class HashKvRun {

    private static final BucketName KEY = BucketName.of("key");
    private static final BucketName META = BucketName.of("meta");

    private final Database database;
    private final SmallBuckets small;
    private final Meter meter;
    private final OptionalLong compactedSince;

    HashKvRun(Database database, SmallBuckets small, Meter meter) {
        this(database, small, meter, OptionalLong.empty());
    }

    private HashKvRun(Database database, SmallBuckets small, Meter meter, OptionalLong compactedSince) {
        this.database = database;
        this.small = small;
        this.meter = meter;
        this.compactedSince = compactedSince;
    }

    /** Both passes on a file of which nothing is known yet; as if it had been compacted since, where that is given. */
    static HashKv alone(
            SnapshotFile file, long revision, OptionalLong compactedSince, Progress progress, RandomGenerator random)
            throws IOException {
        Findings findings = new Findings();
        SmallBuckets small = new SmallBuckets(findings);
        file.walkOnly(META::equals, name -> small.reader("meta"), findings);
        file.requireSound(findings, Optional.empty());
        int readings = compactedSince.orElse(small.compactRevision()) < 0 ? 1 : 2;
        HashKvRun run = new HashKvRun(file, small, new Meter(progress, readings * file.length()), compactedSince);
        HashKv hash = readings == 1 ? run.second(revision, OptionalLong.empty()) : run.both(revision, random);
        run.meter.finish();
        return hash;
    }

    /** The newest revision that counts: all of them, where none or the current one was asked for. */
    static long limit(OptionalLong revision) {
        long asked = revision.orElse(0);
        return asked == 0 ? Long.MAX_VALUE : asked;
    }

    private HashKv both(long revision, RandomGenerator random) throws IOException {
        try (Arena arena = Arena.ofConfined();
                KeyLedger ledger = new KeyLedger(true, arena, ProofRun.temporary())) {
            LedgerPass rows = new LedgerPass(ledger, ProofRun.fingerprint(random), limit(OptionalLong.of(revision)));
            HashKvPass hoped = new HashKvPass(limit(OptionalLong.of(revision)), compacted(), Optional.empty());
            pass(rows.and(hoped));
            requireHeld(revision, rows.newest());
            return hash(revision, rows.newest(), ledger.settle(rows.rowsThen()), hoped);
        }
    }

    /** A hash to be taken while another pass, of which nothing is known yet, finds the newest row and the last rows. */
    static HashKvPass hoped(Database database, long revision) throws IOException {
        Findings toBeFoundAgain = new Findings();
        SmallBuckets early = new SmallBuckets(toBeFoundAgain);
        database.walkOnly(META::equals, name -> early.reader("meta"), toBeFoundAgain);
        return new HashKvPass(limit(OptionalLong.of(revision)), early.compactRevision(), Optional.empty());
    }

    /** After the pass that found the newest row and the last rows: what was hashed beside it, or else what a second one hashes. */
    HashKv hash(long revision, long newest, KeyLedger.Settled settled, HashKvPass hoped) throws IOException {
        requireHeld(revision, newest);
        return hoped.compacted() == compacted() && hoped.holdsIf(settled)
                ? hash(revision, hoped)
                : second(revision, newest, Optional.of(settled));
    }

    private HashKv second(long revision, long newest, Optional<KeyLedger.Settled> settled) throws IOException {
        requireHeld(revision, newest);
        HashKvPass pass = new HashKvPass(limit(OptionalLong.of(revision)), compacted(), settled);
        pass(pass);
        requireHeld(revision, pass.newest());
        return hash(revision, pass);
    }

    private HashKv hash(long revision, HashKvPass pass) {
        return new HashKv(pass.hash(), revision == 0 ? small.currentRevision(pass.newest()) : revision, compacted());
    }

    private HashKv second(long revision, OptionalLong unknown) throws IOException {
        return second(revision, unknown.orElse(Long.MAX_VALUE), Optional.empty());
    }

    private long compacted() {
        return Math.max(small.compactRevision(), compactedSince.orElse(-1));
    }

    private void requireHeld(long revision, long newest) throws RevisionNotHeldException {
        long compacted = compacted();
        long current = small.currentRevision(newest);
        if (revision > 0 && revision < compacted) {
            throw new RevisionNotHeldException(Reason.COMPACTED, revision, compacted);
        }
        if (revision > current) {
            throw new RevisionNotHeldException(Reason.FUTURE, revision, current);
        }
    }

    private void pass(RowVisitor visitor) throws IOException {
        Findings findings = new Findings();
        rows(database, visitor, findings, meter);
        database.requireSound(findings, Optional.empty());
    }

    /** Shows the rows of the key bucket. */
    static void rows(Database database, RowVisitor visitor, Findings findings, Meter meter) throws IOException {
        boolean[] seen = new boolean[1];
        database.walkOnly(
                KEY::equals,
                name -> {
                    seen[0] = true;
                    return metered(new RowReader(findings, visitor), meter);
                },
                findings);
        if (!seen[0] && findings.isEmpty()) {
            findings.add(Fault.BUCKET_MISSING, "there is no bucket 'key': no etcd server wrote this file");
        }
    }

    private static EntryVisitor metered(EntryVisitor reader, Meter meter) {
        return new EntryVisitor() {

            private long pageLength;

            @Override
            public void entry(Entry entry) throws IOException {
                pageLength = entry.bytes().byteSize();
                reader.entry(entry);
            }

            @Override
            public void condensed(CondensedLeaf leaf) throws IOException {
                reader.condensed(leaf);
            }

            @Override
            public void endOfPage() throws IOException {
                meter.add(pageLength);
                reader.endOfPage();
            }
        };
    }
}
