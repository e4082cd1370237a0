package dev.perigee.daemon;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.core.sinks.Destination;
import dev.perigee.daemon.event.Announcements;
import dev.perigee.daemon.event.DaemonEvent.NextDue;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.event.PlannedJob;
import dev.perigee.daemon.event.RunFailure;
import dev.perigee.daemon.event.RunKind;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * One job: when it runs, and that it never runs twice at once. The daemon's thread calls {@link #tick}; the work is done
 * on a virtual thread, where a blocked socket can be interrupted.
 */
final class JobLoop implements Loop {

    private static final System.Logger LOG = System.getLogger(JobLoop.class.getName());

    private Job job;
    private final JobRunner runner;
    private final RunMemory memory;
    private final InstantSource clock;
    private final Alarm alarm;
    private final Duration catchUpEvery;
    private final Announcements announcements;
    private Agenda agenda;
    private Instant lastCatchUp;
    private Instant notBefore;
    private boolean catchesUp;
    private boolean retired;
    private Optional<Thread> running = Optional.empty();
    private Optional<CompletableFuture<RunEnded>> asked = Optional.empty();
    private boolean over;

    JobLoop(
            Job job,
            Schedule schedule,
            JobRunner runner,
            RunMemory memory,
            InstantSource clock,
            Alarm alarm,
            Duration catchUpEvery,
            Announcements announcements) {
        this.job = job;
        this.runner = runner;
        this.memory = memory;
        this.clock = clock;
        this.alarm = alarm;
        this.catchUpEvery = catchUpEvery;
        this.announcements = announcements;
        this.agenda = new Agenda(schedule, memory.lastRun(job.name()).orElseGet(this::firstSeen));
        this.lastCatchUp = Instant.MIN;
        this.notBefore = Instant.MIN;
    }

    /** Written down, or a machine that is off at each due time would never know that it has missed one. */
    private Instant firstSeen() {
        Instant now = clock.instant();
        memory.remember(job.name(), now);
        return now;
    }

    /** Starts what is due, unless it still runs. Says how long until there is something to do; at most {@code most}. */
    @Override
    public synchronized Duration tick(Instant now, Duration most) {
        see(now);
        if (retired) {
            asked.ifPresent(end -> end.cancel(false));
            return most;
        }
        boolean due = asked.isPresent() || (agenda.isDue(now) && mayTryAgain(now));
        if (running.isPresent()) {
            if (due && catchesUp) {
                running.get().interrupt(); // a sink that is stuck must not cost a backup, which pays the debts as well
            }
            return most; // its end rings the alarm
        }
        if (due) {
            start(RunKind.BACKUP);
            catchesUp = false;
            return most;
        }
        if (catchUpIsDue(now)) {
            lastCatchUp = now;
            start(RunKind.CATCH_UP);
            catchesUp = true;
            return most;
        }
        return agenda.isDue(now) ? min(most, Duration.between(now, notBefore)) : agenda.untilDue(now, most);
    }

    private void see(Instant now) {
        Agenda seen = agenda.seenAt(now);
        if (!seen.equals(agenda)) {
            agenda = seen;
            tellNextDue(now, Optional.empty());
        }
    }

    private void tellNextDue(Instant now, Optional<Instant> retry) {
        announcements.tell(new NextDue(now, job.name(), agenda.due(), retry));
    }

    /** What it is to do. */
    synchronized PlannedJob planned() {
        return new PlannedJob(
                job.name(),
                job.cluster().name(),
                agenda.schedule().text(),
                job.destinations().stream().map(Destination::name).toList(),
                agenda.due());
    }

    /** What it does and when, in a line. */
    @Override
    public synchronized String told(Instant now) {
        String sinks = job.destinations().stream().map(Destination::name).collect(Collectors.joining(", "));
        return "job " + job.name() + ": cluster " + job.cluster().name() + " to " + sinks + ", schedule "
                + agenda.schedule().text() + ", " + agenda.told(now);
    }

    @Override
    public synchronized void follow(Job next, Schedule schedule) {
        job = next;
        retired = false;
        if (!schedule.text().equals(agenda.schedule().text())) {
            notBefore = Instant.MIN;
        }
        agenda = new Agenda(schedule, agenda.last());
    }

    @Override
    public synchronized void retire() {
        retired = true;
    }

    @Override
    public synchronized boolean isRetired() {
        return retired;
    }

    @Override
    public synchronized boolean runs() {
        return running.isPresent();
    }

    /** When a backup is due next; empty while one is being made, and if none ever is. */
    synchronized Optional<Instant> nextDue() {
        boolean backsUp = running.isPresent() && !catchesUp;
        return backsUp ? Optional.empty() : agenda.due().map(due -> due.isAfter(notBefore) ? due : notBefore);
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
        if (running.isPresent() && !catchesUp) {
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

    private void start(RunKind kind) {
        Instant began = clock.instant();
        Optional<Instant> due = kind == RunKind.BACKUP && agenda.isDue(began) ? agenda.due() : Optional.empty();
        Optional<CompletableFuture<RunEnded>> asker = kind == RunKind.BACKUP ? asked : Optional.empty();
        asked = kind == RunKind.BACKUP ? Optional.empty() : asked;
        announcements.tell(new RunStarted(began, job.name(), kind, due));
        String what = kind.name().toLowerCase(Locale.ROOT);
        running = Optional.of(Thread.ofVirtual()
                .name("job-" + job.name() + "-" + what)
                .start(() -> {
                    try {
                        RunEnded end = work(kind, began);
                        asker.ifPresent(who -> who.complete(end));
                    } finally {
                        ended();
                    }
                }));
    }

    private synchronized void ended() {
        running = Optional.empty();
        notifyAll();
        alarm.ring();
    }

    private RunEnded work(RunKind kind, Instant began) {
        if (kind == RunKind.CATCH_UP) {
            RunEnded end = attempt(kind, began, this::caughtUp);
            announcements.tell(end);
            return end;
        }
        LOG.log(Level.INFO, "job {0}: a backup begins", job.name());
        RunEnded end = attempt(kind, began, this::backedUp);
        announcements.tell(end);
        if (end.backup().isPresent()) {
            ran(end.at());
        } else if (end.outcome() != Outcome.INTERRUPTED) { // which is due again after a restart
            pause(end.at());
        }
        return end;
    }

    private RunEnded backedUp(Instant began) throws OperationException {
        BackupResult result = runner.backup(job);
        return new RunEnded(
                clock.instant(),
                job.name(),
                RunKind.BACKUP,
                began,
                result.outcome(),
                Optional.of(result),
                result.sinks(),
                Optional.empty());
    }

    private RunEnded caughtUp(Instant began) throws OperationException {
        List<SinkResult> sinks = runner.catchUp(job);
        boolean whole = sinks.stream().allMatch(sink -> sink.failure().isEmpty());
        return new RunEnded(
                clock.instant(),
                job.name(),
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
        notBefore = agenda.schedule().next(end).filter(pause::isAfter).orElse(pause);
        LOG.log(Level.INFO, "job {0}: next try {1}", job.name(), notBefore.truncatedTo(ChronoUnit.SECONDS));
        tellNextDue(end, Optional.of(notBefore));
    }

    /** Due times that passed while it ran are made up for by this run. */
    private void ran(Instant end) {
        synchronized (this) {
            agenda = new Agenda(agenda.schedule(), end);
            LOG.log(Level.INFO, "job {0}: {1}", job.name(), agenda.told(end));
            tellNextDue(end, Optional.empty());
        }
        memory.remember(job.name(), end);
    }

    private interface Work {
        RunEnded run(Instant began) throws OperationException;
    }

    /** Says how it ended. Whatever happens to this job, the others go on. */
    private RunEnded attempt(RunKind kind, Instant began, Work work) {
        try {
            return work.run(began);
        } catch (OperationException e) {
            RunFailure failure = new RunFailure(String.valueOf(e.getMessage()), e.hint());
            LOG.log(
                    e.outcome() == Outcome.INTERRUPTED ? Level.INFO : Level.ERROR,
                    "job {0}: {1}: {2}",
                    job.name(),
                    e.outcome(),
                    failure.text());
            return failed(kind, began, e.outcome(), failure);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "job " + job.name() + ": a defect; the other jobs go on", e);
            String sentence = "a defect: " + e.getClass().getName();
            return failed(kind, began, Outcome.FAILED, new RunFailure(sentence, Optional.of("the log shows more")));
        }
    }

    private RunEnded failed(RunKind kind, Instant began, Outcome outcome, RunFailure failure) {
        return new RunEnded(
                clock.instant(), job.name(), kind, began, outcome, Optional.empty(), List.of(), Optional.of(failure));
    }

    /** Waits for the end of what runs, until {@link System#nanoTime()} has come to a deadline. */
    @Override
    public synchronized boolean awaitEnd(long deadline) throws InterruptedException {
        while (running.isPresent()) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    @Override
    public synchronized void interrupt() {
        running.ifPresent(Thread::interrupt);
    }

    @Override
    public synchronized String job() {
        return job.name();
    }

    @Override
    public synchronized String name() {
        return job.name();
    }
}
