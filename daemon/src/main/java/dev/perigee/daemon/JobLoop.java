package dev.perigee.daemon;

import dev.perigee.core.backup.Job;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.core.sinks.Destination;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;

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
    private Instant notBefore;
    private boolean catchesUp;
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
    synchronized Duration tick(Instant now, Duration most) {
        agenda = agenda.seenAt(now);
        boolean due = agenda.isDue(now) && mayTryAgain(now);
        if (running.isPresent()) {
            if (due && catchesUp) {
                running.get().interrupt(); // a sink that is stuck must not cost a backup, which pays the debts as well
            }
            return most; // its end rings the alarm
        }
        if (due) {
            start("backup", this::backup);
            catchesUp = false;
            return most;
        }
        if (catchUpIsDue(now)) {
            lastCatchUp = now;
            start("catch-up", this::catchUp);
            catchesUp = true;
            return most;
        }
        return agenda.isDue(now) ? min(most, Duration.between(now, notBefore)) : agenda.untilDue(now, most);
    }

    /** What it does and when, in a line. */
    synchronized String told(Instant now) {
        String sinks = job.destinations().stream().map(Destination::name).collect(Collectors.joining(", "));
        return "job " + job.name() + ": cluster " + job.cluster().name() + " to " + sinks + ", schedule "
                + agenda.schedule().text() + ", " + agenda.told(now);
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
        LOG.log(Level.INFO, "job {0}: a backup begins", job.name());
        switch (attempt(() -> runner.backup(job))) {
            case DONE -> ran(clock.instant());
            case FAILED -> pause(clock.instant());
            case INTERRUPTED -> {} // due again after a restart
        }
    }

    /**
     * A run that made no backup stays due: an etcd that restarts at midnight must not cost a day. It is tried again at the
     * next due time at the latest.
     */
    private synchronized void pause(Instant end) {
        Instant pause = end.plus(catchUpEvery);
        notBefore = agenda.schedule().next(end).filter(pause::isAfter).orElse(pause);
        LOG.log(Level.INFO, "job {0}: next try {1}", job.name(), notBefore.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Due times that passed while it ran are made up for by this run. */
    private void ran(Instant end) {
        synchronized (this) {
            agenda = new Agenda(agenda.schedule(), end);
            LOG.log(Level.INFO, "job {0}: {1}", job.name(), agenda.told(end));
        }
        memory.remember(job.name(), end);
    }

    private void catchUp() {
        attempt(() -> runner.catchUp(job));
    }

    private interface Work {
        void run() throws OperationException;
    }

    private enum End {
        DONE,
        FAILED,
        INTERRUPTED
    }

    /** Says how it ended. Whatever happens to this job, the others go on. */
    private End attempt(Work work) {
        try {
            work.run();
            return End.DONE;
        } catch (OperationException e) {
            String hint = e.hint().map(text -> "; " + text).orElse("");
            LOG.log(
                    e.outcome() == Outcome.INTERRUPTED ? Level.INFO : Level.ERROR,
                    "job {0}: {1}: {2}{3}",
                    job.name(),
                    e.outcome(),
                    e.getMessage(),
                    hint);
            return e.outcome() == Outcome.INTERRUPTED ? End.INTERRUPTED : End.FAILED;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "job " + job.name() + ": a defect; the other jobs go on", e);
            return End.FAILED;
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
