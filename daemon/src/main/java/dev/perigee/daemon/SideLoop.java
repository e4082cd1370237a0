package dev.perigee.daemon;

import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.daemon.event.Announcements;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonEvent.RunStarted;
import dev.perigee.daemon.event.RunFailure;
import dev.perigee.daemon.event.RunKind;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a job does beside its backups, at times of its own: proofs of stored copies, drills. It may run while a backup does, and costs no
 * backup anything. One that fails is tried again at its next time.
 */
final class SideLoop implements Loop {

    private static final System.Logger LOG = System.getLogger(SideLoop.class.getName());

    /** Does it: says what isn't good. Interrupting the thread stops it soon. */
    interface Work {
        List<SinkFailure> of(Job job) throws OperationException;
    }

    private Job job;
    private final RunKind kind;
    private final Work work;
    private final RunMemory memory;
    private final InstantSource clock;
    private final Alarm alarm;
    private final Announcements announcements;
    private Agenda agenda;
    private boolean retired;
    private Optional<Thread> running = Optional.empty();

    SideLoop(
            Job job,
            RunKind kind,
            Schedule schedule,
            Work work,
            RunMemory memory,
            InstantSource clock,
            Alarm alarm,
            Announcements announcements) {
        this.job = job;
        this.kind = kind;
        this.work = work;
        this.memory = memory;
        this.clock = clock;
        this.alarm = alarm;
        this.announcements = announcements;
        this.agenda = new Agenda(schedule, memory.lastRun(job.name()).orElseGet(this::firstSeen));
    }

    private Instant firstSeen() {
        Instant now = clock.instant();
        memory.remember(job.name(), now);
        return now;
    }

    @Override
    public synchronized Duration tick(Instant now, Duration most) {
        agenda = agenda.seenAt(now);
        if (running.isPresent() || retired) {
            return most; // its end rings the alarm
        }
        if (!agenda.isDue(now)) {
            return agenda.untilDue(now, most);
        }
        announcements.tell(new RunStarted(now, job.name(), kind, agenda.due()));
        running = Optional.of(Thread.ofVirtual().name("job-" + name()).start(() -> {
            try {
                announcements.tell(run(now));
            } finally {
                ended();
            }
        }));
        return most;
    }

    private RunEnded run(Instant began) {
        try {
            List<SinkFailure> bad = work.of(job);
            bad.forEach(each -> LOG.log(Level.ERROR, () -> "job " + name() + ": " + each.text()));
            LOG.log(Level.INFO, () -> "job " + name() + ": " + (bad.isEmpty() ? "all is well" : "not all is well"));
            Outcome outcome = bad.stream().findFirst().map(SinkFailure::outcome).orElse(Outcome.OK);
            return end(began, outcome, bad, Optional.empty());
        } catch (OperationException e) {
            Level level = e.outcome() == Outcome.INTERRUPTED ? Level.INFO : Level.ERROR;
            RunFailure failure = new RunFailure(String.valueOf(e.getMessage()), e.hint());
            LOG.log(level, () -> "job " + name() + ": " + e.outcome() + ": " + failure.text());
            return end(began, e.outcome(), List.of(), Optional.of(failure));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "job " + name() + ": a defect; the other jobs go on", e);
            RunFailure failure =
                    new RunFailure("a defect: " + e.getClass().getName(), Optional.of("the log shows more"));
            return end(began, Outcome.FAILED, List.of(), Optional.of(failure));
        }
    }

    /** One that was interrupted is due again after a restart. */
    private RunEnded end(Instant began, Outcome outcome, List<SinkFailure> bad, Optional<RunFailure> failure) {
        Instant now = clock.instant();
        if (outcome != Outcome.INTERRUPTED) {
            synchronized (this) {
                agenda = new Agenda(agenda.schedule(), now);
            }
            memory.remember(job.name(), now);
        }
        List<SinkResult> sinks = bad.stream()
                .map(each -> new SinkResult(each.sink(), true, Optional.of(each), List.of(), List.of()))
                .toList();
        return new RunEnded(now, job.name(), kind, began, outcome, Optional.empty(), sinks, failure);
    }

    private synchronized void ended() {
        running = Optional.empty();
        notifyAll();
        alarm.ring();
    }

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
    public synchronized void follow(Job next, Schedule schedule) {
        job = next;
        retired = false;
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

    @Override
    public synchronized String job() {
        return job.name();
    }

    @Override
    public synchronized String name() {
        return job.name() + " (" + kind.name().toLowerCase(Locale.ROOT) + ")";
    }

    @Override
    public synchronized String told(Instant now) {
        return "job " + name() + ": schedule " + agenda.schedule().text() + ", " + agenda.told(now);
    }
}
