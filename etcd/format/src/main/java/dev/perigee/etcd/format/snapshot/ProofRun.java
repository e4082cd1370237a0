package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.bbolt.Fault;
import dev.perigee.etcd.format.bbolt.FileCutException;
import dev.perigee.etcd.format.bbolt.Findings;
import dev.perigee.etcd.format.bbolt.write.PageCopy;
import dev.perigee.etcd.format.hash.SipHash128;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Makes one proof: the walk on this thread, the digest beside it, and HashKV's second pass after the walk where it needs one. */
final class ProofRun {

    private final SnapshotFile file;
    private final Checks checks;
    private final Meter meter;
    private final RandomGenerator random;
    private final WhenSound whenSound;
    private final Findings findings = new Findings();

    ProofRun(SnapshotFile file, Checks checks, Progress progress, RandomGenerator random, WhenSound whenSound) {
        this.file = file;
        this.checks = checks;
        this.random = random;
        this.whenSound = whenSound;
        int readings = 1 + (checks.trailer() ? 1 : 0) + (checks.hashKvAt().isPresent() ? 1 : 0);
        this.meter = new Meter(progress, readings * file.length());
    }

    SnapshotProof run() throws IOException {
        if (!checks.trailer()) {
            return finished(walked(Optional::empty));
        }
        try (Beside<Optional<Trailer>> digest = new Beside<>(file, "digest", this::verdict)) {
            return finished(walked(digest::await));
        }
    }

    /** The copying comes before the walk: the digest, which takes longest, follows it at once. */
    SnapshotProof runWhileCopying(PageCopy copy) throws IOException {
        try (Beside<Optional<Trailer>> digest = new Beside<>(
                file, "digest", cancelled -> new CopyCheck(file, copy, meter).verdict(checks, cancelled))) {
            copyPages(copy);
            try (Beside<PageCopy> writeback = new Beside<>(file, "writeback", cancelled -> synced(copy))) {
                SnapshotProof proof = walked(digest::await);
                writeback.await();
                return finished(proof);
            }
        }
    }

    private void copyPages(PageCopy copy) throws IOException {
        try {
            copy.run();
        } catch (FileCutException e) {
            findings.add(Fault.FILE_CUT, String.valueOf(e.getMessage()));
            file.requireSound(findings, Optional.empty());
        } catch (ClosedByInterruptException e) {
            throw file.interrupted(e);
        }
    }

    private static PageCopy synced(PageCopy copy) throws IOException {
        copy.sync();
        return copy;
    }

    private Optional<Trailer> verdict(BooleanSupplier cancelled) throws IOException {
        return Optional.of(new TrailerCheck(file, file.channel()::read, meter, cancelled).verdict());
    }

    private SnapshotProof finished(SnapshotProof proof) {
        meter.finish();
        return proof;
    }

    private SnapshotProof walked(WalkedProof.Digest digest) throws IOException {
        return new WalkedProof(file, checks.hashKvAt(), meter, fingerprint(random), temporary(), findings)
                .run(digest, whenSound);
    }

    static SipHash128 fingerprint(RandomGenerator random) {
        return new SipHash128(random.nextLong(), random.nextLong());
    }

    static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
