package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.bbolt.Findings;
import dev.perigee.etcd.format.hash.SipHash128;
import dev.perigee.etcd.format.mvcc.KeyLedger;
import dev.perigee.etcd.format.mvcc.LedgerPass;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes one proof: the walk on this thread, the digest beside it, and HashKV's second pass after the walk. */
final class ProofRun {

    private final SnapshotFile file;
    private final Checks checks;
    private final Meter meter;
    private final RandomGenerator random;
    private final Findings findings = new Findings();
    private final SmallBuckets small = new SmallBuckets(findings);

    ProofRun(SnapshotFile file, Checks checks, Progress progress, RandomGenerator random) {
        this.file = file;
        this.checks = checks;
        this.random = random;
        int readings = 1 + (checks.trailer() ? 1 : 0) + (checks.hashKvAt().isPresent() ? 1 : 0);
        this.meter = new Meter(progress, readings * file.length());
    }

    SnapshotProof run() throws IOException {
        if (!checks.trailer()) {
            return finished(walked(Optional.empty()));
        }
        try (TrailerTask digest = new TrailerTask(file, meter)) {
            return finished(walked(Optional.of(digest)));
        }
    }

    private SnapshotProof finished(SnapshotProof proof) {
        meter.finish();
        return proof;
    }

    private SnapshotProof walked(Optional<TrailerTask> digest) throws IOException {
        try (Arena arena = Arena.ofConfined();
                KeyLedger ledger = new KeyLedger(checks.hashKvAt().isPresent(), arena, temporary())) {
            LedgerPass rows = new LedgerPass(ledger, fingerprint(random), HashKvRun.limit(checks.hashKvAt()));
            StatusPass status = new StatusPass(findings, small, rows, meter);
            file.walkEverything(status, findings);
            status.end();
            if (!findings.isEmpty()) {
                file.requireSound(findings, verdict(digest));
            }
            KeyLedger.Settled settled = ledger.settle(rows.rowsThen());
            SnapshotFacts facts = facts(status, rows, settled);
            Optional<HashKv> hashKv = hashKv(facts, settled);
            return new SnapshotProof(verdict(digest), facts, hashKv);
        }
    }

    private static Optional<Trailer> verdict(Optional<TrailerTask> digest) throws IOException {
        return digest.isPresent() ? Optional.of(digest.get().await()) : Optional.empty();
    }

    private Optional<HashKv> hashKv(SnapshotFacts facts, KeyLedger.Settled settled) throws IOException {
        if (checks.hashKvAt().isEmpty()) {
            return Optional.empty();
        }
        HashKvRun run = new HashKvRun(file, small, meter);
        return Optional.of(run.second(checks.hashKvAt().getAsLong(), facts.revision(), Optional.of(settled)));
    }

    private SnapshotFacts facts(StatusPass status, LedgerPass rows, KeyLedger.Settled settled) {
        return new SnapshotFacts(
                file.length(),
                file.totalSize(),
                file.meta().pageSize(),
                file.meta().transaction(),
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

    static SipHash128 fingerprint(RandomGenerator random) {
        return new SipHash128(random.nextLong(), random.nextLong());
    }

    static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
