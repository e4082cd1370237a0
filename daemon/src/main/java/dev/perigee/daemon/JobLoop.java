package dev.perigee.daemon;

import dev.perigee.core.Job;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.schedule.Schedule;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One job: when it runs, and that it never runs twice at once. The daemon's thread calls {@link #tick}; the work is done
 * on a virtual thread, where a blocked socket can be interrupted.
 */
final class JobLoop {

    private static final System.Logger LOG = System.getLogger(JobLoop.class.getName());

    private final Job job;
    private final JobRunner runner;
    private final RunMemory memory;
    private final InstantSource clock;
    private final Alarm alarm;
    private final Duration catchUpEvery;
    private Agenda agenda;
    private Instant lastCatchUp;
    private Optional<Thread> running = Optional.empty();

    JobLoop(
            Job job,
            Schedule schedule,
            JobRunner runner,
            RunMemory memory,
            InstantSource clock,
            Alarm alarm,
            Duration catchUpEvery) {
        this.job = job;
        this.runner = runner;
        this.memory = memory;
        this.clock = clock;
        this.alarm = alarm;
        this.catchUpEvery = catchUpEvery;
        this.agenda = new Agenda(schedule, memory.lastRun(job.name()).orElseGet(clock::instant));
        this.lastCatchUp = Instant.MIN;
    }

    /** Starts what is due, unless it still runs. Says how long until there is something to do; at most {@code most}. */
    synchronized Duration tick(Instant now, Duration most) {
        if (running.isPresent()) {
            return most; // its end rings the alarm
        }
        agenda = agenda.seenAt(now);
        if (agenda.isDue(now)) {
            start("backup", this::backup);
            return most;
        }
        if (catchUpIsDue(now)) {
            lastCatchUp = now;
            start("catch-up", this::catchUp);
            return most;
        }
        return agenda.untilDue(now, most);
    }

    private boolean catchUpIsDue(Instant now) {
        return lastCatchUp.isAfter(now) || !lastCatchUp.plus(catchUpEvery).isAfter(now);
    }

    private void start(String what, Runnable work) {
        running = Optional.of(
                Thread.ofVirtual().name("job-" + job.name() + "-" + what).start(() -> {
                    try {
                        work.run();
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

    private void backup() {
        boolean interrupted = attempt(() -> runner.backup(job));
        if (!interrupted) {
            ran(clock.instant());
        }
    }

    /** Due times that passed while it ran are made up for by this run. An interrupted run is due again after a restart. */
    private void ran(Instant end) {
        synchronized (this) {
            agenda = new Agenda(agenda.schedule(), end);
        }
        memory.remember(job.name(), end);
    }

    private void catchUp() {
        attempt(() -> runner.catchUp(job));
    }

    private interface Work {
        void run() throws OperationException;
    }

    /** Says whether it was interrupted. Whatever else happens to this job, the others go on. */
    private boolean attempt(Work work) {
        try {
            work.run();
            return false;
        } catch (OperationException e) {
            String hint = e.hint().map(text -> "; " + text).orElse("");
            LOG.log(Level.ERROR, "job {0}: {1}: {2}{3}", job.name(), e.outcome(), e.getMessage(), hint);
            return e.outcome() == Outcome.INTERRUPTED;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "job " + job.name() + ": a defect; the other jobs go on", e);
            return false;
        }
    }

    /** Waits for the end of what runs, until {@link System#nanoTime()} has come to a deadline. */
    synchronized boolean awaitEnd(long deadline) throws InterruptedException {
        while (running.isPresent()) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized void interrupt() {
        running.ifPresent(Thread::interrupt);
    }

    String name() {
        return job.name();
    }
}
