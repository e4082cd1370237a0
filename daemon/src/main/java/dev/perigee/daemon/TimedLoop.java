package dev.perigee.daemon;

import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.core.words.FailureWords;
import dev.perigee.daemon.event.DaemonEvent.RunElsewhere;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.RunFailure;
import dev.perigee.daemon.event.RunKind;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What every loop of a job is: one piece of work at most, on a virtual thread, where a blocked socket can be interrupted; a memory
 * of when it last ran; an end that can be waited for. Guarded by itself.
 */
abstract class TimedLoop implements Loop {

    private static final System.Logger LOG = System.getLogger(TimedLoop.class.getName());

    private final LoopContext context;
    private final RunMemory memory;
    private final RunKind kind;
    private Job job;
    private final ClockWatch watch;
    private Agenda agenda;
    private boolean untried;
    private boolean retired;
    private Optional<Instant> done = Optional.empty();
    private Optional<OptionalLong> held = Optional.empty();
    private Optional<Thread> running = Optional.empty();

    /** Work that says how it ended. */
    interface Work {
        RunEnded run(Instant began) throws OperationException;
    }

    TimedLoop(Job job, RunKind kind, Schedule schedule, RunMemory memory, LoopContext context) {
        this.job = job;
        this.kind = kind;
        this.memory = memory;
        this.context = context;
        this.watch = new ClockWatch(now(), context.alarm().nanos());
        this.agenda = new Agenda(schedule, memory.lastRun(job.name()).orElseGet(this::firstSeen));
        this.untried = memory.isUntried(job.name());
    }

    /** Written down, or a machine that is off at each due time would never know that it has missed one. */
    private Instant firstSeen() {
        Instant now = now();
        memory.begin(job.name(), now);
        return now;
    }

    final LoopContext context() {
        return context;
    }

    final Instant now() {
        return context.clock().instant();
    }

    /** What it works for, as the configuration in force has it. */
    final synchronized Job current() {
        return job;
    }

    final synchronized Agenda agenda() {
        return agenda;
    }

    /** Whether the clock was put back since the last look, which is at most so long ago. */
    final synchronized boolean see(Instant now, Duration unseen) {
        Agenda seen = since().seenAt(now, unseen);
        boolean moved = !seen.equals(agenda);
        agenda = seen;
        return moved;
    }

    /**
     * A run is a run by whatever clock. When the job was first seen is a moment of the clock as it went then: nothing has made up
     * for what becomes due until that comes again. Both clocks are read at once: the round may have begun long before it came here.
     */
    private Agenda since() {
        Duration back = watch.putBack(now(), context.alarm().nanos());
        return untried ? new Agenda(agenda.schedule(), agenda.last().minus(back)) : agenda;
    }

    /**
     * Under which fence it may run now; empty if another daemon has the job. What others did meanwhile counts from the moment on
     * in which the job changes hands; while it is this daemon's, its own memory does.
     */
    final synchronized Optional<Fence> fence() {
        Optional<Fence> fence = context.fleet().fence(job.name());
        Optional<OptionalLong> number = fence.map(Fence::number);
        if (running.isEmpty() && (fence.isEmpty() || !number.equals(held))) {
            Optional<Instant> told = context.fleet().lastRun(job.name(), kind);
            told.ifPresent(this::heed);
            if (!told.equals(Optional.of(agenda.last()))) {
                fence.ifPresent(mine -> tell(mine, agenda.last(), Optional.empty(), Optional.empty()));
            }
            held = number;
        }
        return fence;
    }

    /**
     * What was done here isn't done again only because the others couldn't be told of it, such as before etcd was away. When the
     * job was first seen here says nothing: what was due before is made up for.
     */
    private void heed(Instant told) {
        if (told.isAfter(agenda.last())) {
            context.announcements().tell(new RunElsewhere(now(), job.name(), kind, told));
            if (kind == RunKind.BACKUP) {
                memory.stored(job.name());
            }
        }
        Instant last = done.filter(here -> here.isAfter(told)).orElse(told);
        untried = false;
        agenda = new Agenda(agenda.schedule(), last);
    }

    /** Whether a job changed hands since a run began: then the run makes up for nothing. */
    final boolean isStillHeld(Fence fence) {
        return context.fleet()
                .fence(job())
                .filter(now -> now.number().equals(fence.number()))
                .isPresent();
    }

    /** Due times that have passed until here are made up for. */
    final void ran(Instant end, Fence fence, Optional<Instant> due, Optional<Manifest> backup) {
        synchronized (this) {
            agenda = new Agenda(agenda.schedule(), end);
            done = Optional.of(end);
            untried = false;
        }
        memory.remember(job(), end);
        tell(fence, end, due, backup);
    }

    private void tell(Fence fence, Instant until, Optional<Instant> due, Optional<Manifest> backup) {
        context.fleet().ran(job(), kind, fence, until, due, backup);
    }

    /** Only when nothing runs. */
    final synchronized void begin(String thread, Runnable work) {
        running = Optional.of(Thread.ofVirtual().name(thread).start(() -> {
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
        context.alarm().ring();
    }

    /** Says how it ended. Whatever happens to this job, the others go on. */
    final RunEnded attempt(RunKind kind, Instant began, Work work) {
        try {
            return work.run(began);
        } catch (OperationException e) {
            RunFailure failure = new RunFailure(FailureWords.of(e), e.hint());
            Level level = e.outcome() == Outcome.INTERRUPTED ? Level.INFO : Level.ERROR;
            LOG.log(level, () -> "job " + name() + ": " + e.outcome() + ": " + failure.text());
            return failed(kind, began, e.outcome(), failure);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "job " + name() + ": a defect; the other jobs go on", e);
            String sentence = "a defect: " + e.getClass().getName();
            return failed(kind, began, Outcome.FAILED, new RunFailure(sentence, Optional.of("the log shows more")));
        }
    }

    private RunEnded failed(RunKind kind, Instant began, Outcome outcome, RunFailure failure) {
        return new RunEnded(now(), job(), kind, began, outcome, Optional.empty(), List.of(), Optional.of(failure));
    }

    @Override
    public final synchronized boolean awaitEnd(long deadline) throws InterruptedException {
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
    public final synchronized void interrupt() {
        running.ifPresent(Thread::interrupt);
    }

    @Override
    public synchronized void follow(Job next, Schedule schedule) {
        job = next;
        retired = false;
        agenda = new Agenda(schedule, agenda.last());
    }

    @Override
    public final synchronized void retire() {
        retired = true;
    }

    @Override
    public final synchronized boolean isRetired() {
        return retired;
    }

    @Override
    public final synchronized boolean runs() {
        return running.isPresent();
    }

    @Override
    public final synchronized String job() {
        return job.name();
    }
}
