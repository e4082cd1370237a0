package dev.perigee.daemon;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.core.sinks.Destination;
import dev.perigee.daemon.event.DaemonEvent;
import dev.perigee.daemon.event.DaemonEvent.NextDue;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonEvent.RunGivenUp;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.event.PlannedJob;
import dev.perigee.daemon.event.RunKind;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * One job's backups: when they are made, and that no two are at once. The daemon's thread calls {@link #tick}.
 */
final class JobLoop extends TimedLoop {

    private static final System.Logger LOG = System.getLogger(JobLoop.class.getName());

    private final JobRunner runner;
    private final Duration catchUpEvery;
    private Instant lastCatchUp = Instant.MIN;
    private Instant notBefore = Instant.MIN;
    private boolean catchesUp;
    private Optional<CompletableFuture<RunEnded>> asked = Optional.empty();
    private boolean over;

    JobLoop(
            Job job,
            Schedule schedule,
            JobRunner runner,
            RunMemory memory,
            Duration catchUpEvery,
            LoopContext context) {
        super(job, RunKind.BACKUP, schedule, memory, context);
        this.runner = runner;
        this.catchUpEvery = catchUpEvery;
    }

    @Override
    public synchronized Duration tick(Instant now, Duration most) {
        Instant last = agenda().last();
        Optional<Fence> fence = fence();
        if (see(now, most) || !agenda().last().equals(last)) {
            tellNextDue(now, Optional.empty());
        }
        if (isRetired()) {
            asked.ifPresent(end -> end.cancel(false));
            return most;
        }
        boolean due = fence.isPresent() && (asked.isPresent() || (agenda().isDue(now) && mayTryAgain(now)));
        if (runs()) {
            if (due && catchesUp) {
                interrupt(); // a sink that is stuck must not cost a backup, which pays the debts as well
            }
            return most; // its end rings the alarm
        }
        if (due) {
            start(RunKind.BACKUP, fence.get());
            return most;
        }
        if (catchUpIsDue(now)) {
            lastCatchUp = now;
            start(RunKind.CATCH_UP, fence.orElseGet(context().fleet()::ofDebts));
            return most;
        }
        if (fence.isEmpty()) {
            asked.ifPresent(end -> end.completeExceptionally(new IllegalStateException("the job is another daemon's")));
            asked = Optional.empty();
            return most;
        }
        return agenda().isDue(now) ? min(most, Duration.between(now, notBefore)) : agenda().untilDue(now, most);
    }

    private void tellNextDue(Instant now, Optional<Instant> retry) {
        context().announcements().tell(new NextDue(now, job(), agenda().due(), retry));
    }

    /** What it is to do. */
    synchronized PlannedJob planned() {
        return new PlannedJob(
                job(),
                current().cluster().name(),
                agenda().schedule().text(),
                current().destinations().stream().map(Destination::name).toList(),
                agenda().due());
    }

    @Override
    public synchronized String told(Instant now) {
        String sinks = current().destinations().stream().map(Destination::name).collect(Collectors.joining(", "));
        return "job " + job() + ": cluster " + current().cluster().name() + " to " + sinks + ", schedule "
                + agenda().schedule().text() + ", " + agenda().told(now);
    }

    @Override
    public synchronized void follow(Job next, Schedule schedule) {
        if (!schedule.text().equals(agenda().schedule().text())) {
            notBefore = Instant.MIN;
        }
        super.follow(next, schedule);
    }

    /** When a backup is due next; empty while one is being made, and if none ever is. */
    synchronized Optional<Instant> nextDue() {
        return backsUp() ? Optional.empty() : agenda().due().map(due -> due.isAfter(notBefore) ? due : notBefore);
    }

    private boolean backsUp() {
        return runs() && !catchesUp;
    }

    /** After a failure there is a pause; a clock put back doesn't make it longer. */
    private boolean mayTryAgain(Instant now) {
        return !now.isBefore(notBefore) || notBefore.isAfter(now.plus(catchUpEvery));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private boolean catchUpIsDue(Instant now) {
        return lastCatchUp.isAfter(now) || !lastCatchUp.plus(catchUpEvery).isAfter(now);
    }

    /** Asks for a backup; whoever else asks before it begins gets the same one. Empty if one runs already. */
    synchronized Optional<CompletableFuture<RunEnded>> ask() {
        if (context().fleet().fence(job()).isEmpty()) {
            return Optional.of(CompletableFuture.failedFuture(new IllegalStateException("another daemon's")));
        }
        if (backsUp()) {
            return Optional.empty();
        }
        CompletableFuture<RunEnded> end = asked.orElseGet(CompletableFuture::new);
        asked = Optional.of(end);
        if (over) {
            end.cancel(false);
        }
        return asked;
    }

    /** What was asked for and didn't begin never will. */
    synchronized void sendAway() {
        over = true;
        asked.ifPresent(end -> end.cancel(false));
    }

    private void start(RunKind kind, Fence fence) {
        Instant began = now();
        catchesUp = kind == RunKind.CATCH_UP;
        Optional<Instant> due = !catchesUp && agenda().isDue(began) ? agenda().due() : Optional.empty();
        Optional<CompletableFuture<RunEnded>> asker = catchesUp ? Optional.empty() : asked;
        asked = catchesUp ? asked : Optional.empty();
        context().announcements().tell(new RunStarted(began, job(), kind, due));
        begin("job-" + job() + "-" + kind.name().toLowerCase(Locale.ROOT), () -> {
            RunEnded end = kind == RunKind.CATCH_UP ? catchUp(began, fence) : backUp(began, due, fence);
            asker.ifPresent(who -> who.complete(end));
        });
    }

    private RunEnded catchUp(Instant began, Fence fence) {
        RunEnded end = attempt(RunKind.CATCH_UP, began, begin -> caughtUp(begin, fence));
        context().announcements().tell(end);
        return end;
    }

    private RunEnded backUp(Instant began, Optional<Instant> due, Fence fence) {
        LOG.log(Level.INFO, "job {0}: a backup begins", job());
        RunEnded end = attempt(RunKind.BACKUP, began, begin -> backedUp(begin, due, fence));
        boolean held = isStillHeld(fence);
        context().announcements().tell(told(end, held));
        if (!held) {
            LOG.log(Level.WARNING, "job {0}: changed hands while it ran; who has it now sees to its due times", job());
        } else if (end.backup().isPresent()) {
            backedUpUntil(end, due, fence);
        } else if (end.outcome() != Outcome.INTERRUPTED) { // which is due again after a restart
            pause(end.at());
        }
        return end;
    }

    /** What another daemon makes is nobody's failure, and what it will make anew isn't this one's success. */
    private static DaemonEvent told(RunEnded end, boolean held) {
        Optional<String> late = held || end.outcome() != Outcome.OK
                ? Optional.empty()
                : Optional.of("the job changed hands while it ran; who has it now makes a backup for that time");
        return end.backup()
                .flatMap(BackupResult::givenUp)
                .or(() -> late)
                .<DaemonEvent>map(why -> new RunGivenUp(end.at(), end.job(), end.kind(), why))
                .orElse(end);
    }

    private RunEnded backedUp(Instant began, Optional<Instant> due, Fence fence) throws OperationException {
        BackupResult result = runner.backup(current(), due, fence);
        return new RunEnded(
                now(),
                job(),
                RunKind.BACKUP,
                began,
                result.outcome(),
                Optional.of(result),
                result.sinks(),
                Optional.empty());
    }

    private RunEnded caughtUp(Instant began, Fence fence) throws OperationException {
        List<SinkResult> sinks = runner.catchUp(current(), fence);
        boolean whole = sinks.stream().allMatch(sink -> sink.failure().isEmpty());
        return new RunEnded(
                now(),
                job(),
                RunKind.CATCH_UP,
                began,
                whole ? Outcome.OK : Outcome.PARTIAL,
                Optional.empty(),
                sinks,
                Optional.empty());
    }

    /**
     * A run that made no backup stays due: an etcd that restarts at midnight must not cost a day. It is tried again at the
     * next due time at the latest.
     */
    private synchronized void pause(Instant end) {
        Instant pause = end.plus(catchUpEvery);
        notBefore = agenda().schedule().next(end).filter(pause::isAfter).orElse(pause);
        LOG.log(Level.INFO, "job {0}: next try {1}", job(), notBefore.truncatedTo(ChronoUnit.SECONDS));
        tellNextDue(end, Optional.of(notBefore));
    }

    /** Due times that passed while it ran are made up for by this run. */
    private void backedUpUntil(RunEnded run, Optional<Instant> due, Fence fence) {
        ran(run.at(), fence, due, run.backup().map(BackupResult::manifest));
        LOG.log(Level.INFO, "job {0}: {1}", job(), agenda().told(run.at()));
        tellNextDue(run.at(), Optional.empty());
    }

    @Override
    public String name() {
        return job();
    }
}
