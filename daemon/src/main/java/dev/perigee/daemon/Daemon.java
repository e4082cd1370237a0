package dev.perigee.daemon;

import dev.perigee.core.backup.Job;
import dev.perigee.core.disk.FileLock;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.daemon.event.Announcements;
import dev.perigee.daemon.event.DaemonEvent.DaemonEnded;
import dev.perigee.daemon.event.DaemonEvent.DaemonStarted;
import dev.perigee.daemon.event.DaemonEvent.DaemonStopping;
import dev.perigee.daemon.event.DaemonListener;
import dev.perigee.daemon.event.RunKind;
import dev.perigee.daemon.systemd.Supervision;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs jobs when they are due, until it is stopped. A job never runs twice at once; due times missed while the daemon was
 * down, or while the job ran, make one run; a failing job stops no other; a clock that jumps makes at most one run too
 * many, and never a flood. Between runs, sinks that were down are tried again. Used once.
 */
public final class Daemon {

    private static final System.Logger LOG = System.getLogger(Daemon.class.getName());

    /** The longest sleep: as late as this the daemon notices that the clock has jumped. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Path lockFile;
    private final JobRunner runner;
    private final String version;
    private final List<JobLoop> loops;
    private final List<SideLoop> sides;
    private final InstantSource clock;
    private final Alarm alarm;
    private final DaemonSettings settings;
    private final Announcements announcements;
    private final Supervision supervision;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    /**
     * A daemon for all jobs of an engine that have a schedule.
     *
     * @param engine does the work; stays the caller's to close, after {@link #run}
     * @param settings grace times
     * @param environment the process's variables, by which systemd says how to reach it
     * @param listeners hear of what happens, each on a thread of its own
     * @return the daemon
     * @throws OperationException if the state directory can't be written, or the configuration can't be used
     */
    public static Daemon of(
            Engine engine, DaemonSettings settings, Map<String, String> environment, List<DaemonListener> listeners)
            throws OperationException {
        InstantSource clock = InstantSource.system();
        return new Daemon(
                engine.jobs(),
                new EngineRunner(engine, clock),
                engine.version(),
                engine.stateDirectory(),
                clock,
                Alarm.real(),
                settings,
                new Announcements(listeners),
                Supervision.of(environment, ProcessHandle.current().pid()));
    }

    Daemon(
            List<Job> jobs,
            JobRunner runner,
            String version,
            Path state,
            InstantSource clock,
            Alarm alarm,
            DaemonSettings settings,
            Announcements announcements,
            Supervision supervision) {
        this.runner = runner;
        this.version = version;
        this.lockFile = state.resolve("daemon.lock");
        this.clock = clock;
        this.alarm = alarm;
        this.settings = settings;
        this.announcements = announcements;
        this.supervision = supervision;
        RunMemory memory = new RunMemory(state.resolve("jobs"));
        this.loops = jobs.stream()
                .flatMap(job -> job
                        .schedule()
                        .map(schedule -> new JobLoop(
                                job, schedule, runner, memory, clock, alarm, settings.catchUpEvery(), announcements))
                        .stream())
                .toList();
        RunMemory proofs = new RunMemory(state.resolve("proofs"));
        this.sides = jobs.stream()
                .flatMap(job -> job
                        .verify()
                        .schedule()
                        .map(schedule -> new SideLoop(
                                job, RunKind.PROOF, schedule, runner::prove, proofs, clock, alarm, announcements))
                        .stream())
                .toList();
    }

    private List<Loop> all() {
        return Stream.concat(loops.stream(), sides.stream()).toList();
    }

    /**
     * Runs until {@link #stop()}, then lets running jobs end: on their own within the grace time, else interrupted. When
     * it returns, nothing partial is listed anywhere.
     *
     * @throws OperationException REFUSED if another daemon uses the same state directory, BAD_INPUT if no job has a
     *     schedule, INPUT_OUTPUT if the lock can't be made
     */
    public void run() throws OperationException {
        try (FileLock _ = lock()) {
            if (loops.isEmpty()) {
                throw new OperationException(
                        Outcome.BAD_INPUT, "no job has a schedule, so the daemon would never do anything");
            }
            LOG.log(
                    Level.INFO,
                    "the daemon runs, jobs: {0}, state in {1}, version {2}",
                    loops.size(),
                    lockFile.getParent(),
                    version);
            all().forEach(loop -> LOG.log(Level.INFO, () -> loop.told(clock.instant())));
            announcements.tell(new DaemonStarted(
                    clock.instant(),
                    version,
                    loops.stream().map(JobLoop::planned).toList()));
            runner.begin();
            supervision.ready(status());
            loop();
            announcements.tell(new DaemonStopping(clock.instant()));
            supervision.stopping("ends; running: " + running());
            runner.end();
            end();
            announcements.tell(new DaemonEnded(clock.instant()));
            LOG.log(Level.INFO, "the daemon has ended");
        } catch (IOException e) {
            throw OperationException.ofDisk("can't lock " + lockFile, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            all().forEach(Loop::interrupt);
            throw new OperationException(Outcome.INTERRUPTED, "the daemon was interrupted", e);
        } finally {
            hearOut();
            ended.countDown();
        }
    }

    /** The listeners have a while for the last events: an end that nobody is told of is a silence that frightens. */
    private void hearOut() {
        try {
            announcements.close(settings.lastWords());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FileLock lock() throws IOException, OperationException {
        Optional<FileLock> lock = FileLock.tryTake(lockFile);
        return lock.orElseThrow(() -> new OperationException(
                Outcome.REFUSED,
                "another daemon runs on this state directory: " + lockFile + " is locked",
                Optional.of("stop it first, or give this one a --state-dir of its own"),
                Optional.empty()));
    }

    private void loop() throws InterruptedException {
        Duration longest = supervision.sleep(LONGEST_WAIT);
        while (!stopping) {
            Duration wait = longest;
            for (Loop loop : all()) {
                Duration untilNext = loop.tick(clock.instant(), longest);
                wait = untilNext.compareTo(wait) < 0 ? untilNext : wait;
            }
            supervision.alive(status());
            alarm.await(wait);
        }
    }

    /** What systemctl status shows. */
    private String status() {
        String next = loops.stream()
                .flatMap(loop -> loop.nextDue().stream())
                .min(Comparator.naturalOrder())
                .map(due -> ", next run " + due.truncatedTo(ChronoUnit.SECONDS))
                .orElse("");
        return "jobs: " + loops.size() + ", running: " + running() + next;
    }

    private String running() {
        String names = loops.stream().filter(JobLoop::runs).map(JobLoop::name).collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    private void end() throws InterruptedException {
        for (Loop late : stillRunningAfter(settings.grace())) {
            LOG.log(Level.WARNING, "job {0} still runs after the grace time and is interrupted", late.name());
            late.interrupt();
        }
        for (Loop stuck : stillRunningAfter(settings.unwind())) {
            LOG.log(Level.ERROR, "job {0} doesn''t react to its interruption", stuck.name());
        }
    }

    /** The time is for all of them together. */
    private List<Loop> stillRunningAfter(Duration time) throws InterruptedException {
        supervision.patience(time);
        long deadline = System.nanoTime() + time.toNanos();
        List<Loop> late = new ArrayList<>();
        for (Loop loop : all()) {
            if (!loop.awaitEnd(deadline)) {
                late.add(loop);
            }
        }
        return late;
    }

    /** Asks the daemon to stop, and returns at once. No further job starts. */
    public void stop() {
        stopping = true;
        alarm.ring();
    }

    /**
     * Asks it to stop, and waits until {@link #run()} has ended: what a shutdown hook does on SIGTERM.
     *
     * @throws InterruptedException if the caller is interrupted meanwhile
     */
    public void stopAndWait() throws InterruptedException {
        stop();
        ended.await();
    }
}
