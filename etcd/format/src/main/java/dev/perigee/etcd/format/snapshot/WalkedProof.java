package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.bbolt.Findings;
import dev.perigee.etcd.format.hash.SipHash128;
import dev.perigee.etcd.format.mvcc.EncryptedValues;
import dev.perigee.etcd.format.mvcc.HashKvPass;
import dev.perigee.etcd.format.mvcc.KeyLedger;
import dev.perigee.etcd.format.mvcc.LedgerPass;
import dev.perigee.etcd.format.mvcc.RowVisitor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Proves a database by walking it once, and a second time for HashKV where that needs it. */
final class WalkedProof {

    /** What is found out about the digest beside the walk. */
    @FunctionalInterface
    interface Digest {
        Optional<Trailer> await() throws IOException;
    }

    private final Database database;
    private final OptionalLong hashKvAt;
    private final Meter meter;
    private final SipHash128 fingerprint;
    private final Path temporary;
    private final Findings findings;
    private final SmallBuckets small;

    WalkedProof(
            Database database,
            OptionalLong hashKvAt,
            Meter meter,
            SipHash128 fingerprint,
            Path temporary,
            Findings findings) {
        this.database = database;
        this.hashKvAt = hashKvAt;
        this.meter = meter;
        this.fingerprint = fingerprint;
        this.temporary = temporary;
        this.findings = findings;
        this.small = new SmallBuckets(findings);
    }

    /** Throws what was found, with what the digest says; else goes on with what is sound, and waits for the digest then. */
    SnapshotProof run(Digest digest, WhenSound whenSound) throws IOException {
        try (Arena arena = Arena.ofConfined();
                KeyLedger ledger = new KeyLedger(hashKvAt.isPresent(), arena, temporary)) {
            LedgerPass rows = new LedgerPass(ledger, fingerprint, HashKvRun.limit(hashKvAt));
            EncryptedValues encrypted = new EncryptedValues(rows);
            Optional<HashKvPass> hoped = hoped();
            StatusPass status = new StatusPass(
                    findings, small, hoped.<RowVisitor>map(encrypted::and).orElse(encrypted), meter);
            database.walkEverything(status, findings);
            status.end();
            if (!findings.isEmpty()) {
                database.requireSound(findings, digest.await());
            }
            KeyLedger.Settled settled = ledger.settle(rows.rowsThen());
            SnapshotFacts facts = facts(status, rows, settled);
            Optional<HashKv> hashKv = hashKv(hoped, facts, settled);
            whenSound.goOn(facts);
            return new SnapshotProof(digest.await(), facts, hashKv, encrypted.counts());
        }
    }

    private Optional<HashKvPass> hoped() throws IOException {
        return hashKvAt.isEmpty() ? Optional.empty() : Optional.of(HashKvRun.hoped(database, hashKvAt.getAsLong()));
    }

    private Optional<HashKv> hashKv(Optional<HashKvPass> hoped, SnapshotFacts facts, KeyLedger.Settled settled)
            throws IOException {
        if (hoped.isEmpty()) {
            return Optional.empty();
        }
        HashKvRun run = new HashKvRun(database, small, meter);
        return Optional.of(run.hash(hashKvAt.orElseThrow(), facts.revision(), settled, hoped.get()));
    }

    private SnapshotFacts facts(StatusPass status, LedgerPass rows, KeyLedger.Settled settled) {
        return new SnapshotFacts(
                database.length(),
                database.totalSize(),
                database.meta().pageSize(),
                database.meta().transaction(),
                status.hash(),
                rows.newest(),
                small.currentRevision(rows.newest()),
                small.finishedCompaction,
                small.scheduledCompaction,
                rows.rows(),
                status.entries(),
                settled.liveKeys(),
                small.storageVersion,
                small.clusterVersion,
                small.consistentIndex,
                small.term,
                small.leases,
                small.alarms,
                small.authEnabled,
                small.members);
    }
}
