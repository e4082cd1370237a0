package dev.perigee.daemon;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.engine.ReloadRequest.Reload;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes down what was run, and does as the test says. */
final class Recorder implements JobRunner {

    final List<String> begun = new CopyOnWriteArrayList<>();
    final List<String> interrupted = new CopyOnWriteArrayList<>();
    final List<String> proofs = new CopyOnWriteArrayList<>();
    final AtomicInteger failuresLeft = new AtomicInteger();
    final AtomicInteger catchUps = new AtomicInteger();
    final AtomicInteger works = new AtomicInteger();
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    final AtomicInteger ends = new AtomicInteger();
    final AtomicInteger strays = new AtomicInteger();
    volatile boolean givenUp;
    volatile List<Job> next = List.of();
    volatile Optional<String> changed = Optional.empty();
    volatile CountDownLatch stuck = new CountDownLatch(0);
    volatile CountDownLatch hold = new CountDownLatch(0);

    @Override
    public BackupResult backup(Job job, Optional<Instant> due, Fence fence) throws OperationException {
        works.incrementAndGet();
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        begun.add(job.name());
        try {
            if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new OperationException(Outcome.CONNECTION, "etcd is away, on purpose");
            }
            if (job.name().startsWith("broken")) {
                throw new IllegalStateException("a defect, on purpose");
            }
            hold.await();
            return givenUp ? Backups.givenUp(job) : Backups.stored(job);
        } catch (InterruptedException e) {
            interrupted.add(job.name());
            throw new OperationException(Outcome.INTERRUPTED, "interrupted, as asked");
        } finally {
            atOnce.decrementAndGet();
        }
    }

    @Override
    public List<SinkResult> catchUp(Job job, Fence fence) throws OperationException {
        works.incrementAndGet();
        catchUps.incrementAndGet();
        try {
            stuck.await();
            return List.of();
        } catch (InterruptedException e) {
            interrupted.add(job.name());
            throw new OperationException(Outcome.INTERRUPTED, "interrupted, as asked");
        }
    }

    @Override
    public List<SinkFailure> prove(Job job) {
        works.incrementAndGet();
        proofs.add(job.name());
        return List.of();
    }

    @Override
    public Reload reload(Approval<Reload> approval) throws OperationException {
        Reload reload = new Reload(List.of(), next, false);
        approval.approve(reload);
        return reload;
    }

    @Override
    public Optional<String> changedConfiguration() {
        return changed;
    }

    @Override
    public void tellStrays() {
        strays.incrementAndGet();
    }

    @Override
    public void end() {
        ends.incrementAndGet();
    }
}
