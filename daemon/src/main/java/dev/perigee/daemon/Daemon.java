package dev.perigee.daemon;

import dev.perigee.core.backup.Job;
import dev.perigee.core.disk.FileLock;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.ReloadRequest.Reload;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import dev.perigee.daemon.event.Announcements;
import dev.perigee.daemon.event.DaemonEvent.DaemonEnded;
import dev.perigee.daemon.event.DaemonEvent.DaemonStarted;
import dev.perigee.daemon.event.DaemonEvent.DaemonStopping;
import dev.perigee.daemon.event.DaemonEvent.ReloadRefused;
import dev.perigee.daemon.event.DaemonEvent.Reloaded;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.DaemonListener;
import dev.perigee.daemon.event.RunFailure;
import dev.perigee.daemon.hook.EventLog;
import dev.perigee.daemon.hook.Hooks;
import dev.perigee.daemon.http.HttpFront;
import dev.perigee.daemon.systemd.Supervision;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

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
    private final List<Job> jobs;
    private final JobLoops loops;
    private final ConfigWatch configWatch = new ConfigWatch();
    private final Object reloading = new Object();
    private final InstantSource clock;
    private final Alarm alarm;
    private final DaemonSettings settings;
    private final Announcements announcements;
    private final Supervision supervision;
    private final Fleet fleet;
    private final Optional<HttpRoom> http;
    private final Recordings recordings;
    private final AtomicLong lastTick = new AtomicLong(System.nanoTime());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    /**
     * A daemon for all jobs of an engine.
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
        Alarm alarm = Alarm.real();
        Path state = engine.stateDirectory();
        EngineRunner runner = new EngineRunner(engine, clock);
        Fleet fleet = runner.fleet(alarm);
        Optional<HttpRoom> http =
                engine.http().map(settled -> new HttpRoom(engine, settled, state, clock, fleet::state));
        List<DaemonListener> all = new ArrayList<>(listeners);
        http.map(HttpRoom::watch).ifPresent(all::add);
        all.add(new EventLog());
        all.add(new Hooks(engine, clock, Thread::sleep));
        return new Daemon(
                engine.jobs(),
                runner,
                engine.version(),
                state,
                clock,
                alarm,
                settings,
                new Announcements(all),
                Supervision.of(environment, ProcessHandle.current().pid()),
                fleet,
                http);
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
            Supervision supervision,
            Fleet fleet,
            Optional<HttpRoom> http) {
        this.runner = runner;
        this.version = version;
        this.lockFile = state.resolve("daemon.lock");
        this.clock = clock;
        this.alarm = alarm;
        this.settings = settings;
        this.announcements = announcements;
        this.supervision = supervision;
        this.fleet = fleet;
        this.http = http;
        this.jobs = List.copyOf(jobs);
        this.loops = JobLoops.of(
                runner, state, settings.catchUpEvery(), new LoopContext(clock, alarm, announcements, fleet));
        this.recordings = new Recordings(
                runner,
                job -> fleet.fence(job).isPresent(),
                this::ask,
                Thread::sleep,
                new HistoryAlarm(clock, new ToldStands(state.resolve("jobs")), announcements::tell));
        loops.follow(jobs);
    }

    /**
     * Runs until {@link #stop()}, then lets running jobs end: on their own within the grace time, else interrupted. When
     * it returns, nothing partial is listed anywhere.
     *
     * @throws OperationException REFUSED if another daemon uses the same state directory, BAD_CONFIGURATION if there is
     *     nothing to do by a schedule or over HTTP, or its certificate can't be used, INPUT_OUTPUT if the lock can't be made,
     *     or nobody can listen where it is to answer
     */
    public void run() throws OperationException {
        try (FileLock _ = lock()) {
            requireSomethingToDo(jobs);
            Optional<HttpFront> front = http.isPresent() // before anybody is told that it runs
                    ? Optional.of(http.get().open(this::ask, this::reloadAsked, this::sinceTick))
                    : Optional.empty();
            tellStart();
            answerAndLoop(front);
            announcements.tell(new DaemonEnded(clock.instant()));
            LOG.log(Level.INFO, "the daemon has ended");
        } catch (IOException e) {
            throw OperationException.ofDisk("can't lock " + lockFile, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            loops.all().forEach(Loop::interrupt);
            throw new OperationException(Outcome.INTERRUPTED, "the daemon was interrupted", e);
        } finally {
            stopping = true;
            begun.countDown();
            hearOut();
            ended.countDown();
        }
    }

    private void tellStart() {
        announcements.tell(new DaemonStarted(clock.instant(), version, loops.planned()));
        begun.countDown(); // whoever reads the next line may have it reload
        LOG.log(
                Level.INFO,
                "the daemon runs, jobs: {0}, state in {1}, version {2}",
                loops.jobs(),
                lockFile.getParent(),
                version);
        loops.told(clock.instant()).values().forEach(line -> LOG.log(Level.INFO, "{0}", line));
        runner.tellStrays();
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

    /** Whoever waits for a run over HTTP is answered before the server closes. */
    private void answerAndLoop(Optional<HttpFront> front) throws OperationException, InterruptedException {
        try {
            front.ifPresent(HttpFront::begin);
            supervision.ready(loops.status());
            fleet.begin(loops);
            recordings.follow(jobs, false);
            loop();
            fleet.leave();
            announcements.tell(new DaemonStopping(clock.instant()));
            supervision.stopping("ends; running: " + loops.running());
            recordings.leave();
            runner.end();
            loops.backups().all().forEach(JobLoop::sendAway);
            end();
            recordings.end();
        } finally {
            fleet.end();
            front.ifPresent(HttpFront::close);
        }
    }

    private Optional<CompletableFuture<RunEnded>> ask(String job) {
        if (stopping) {
            CompletableFuture<RunEnded> never = new CompletableFuture<>();
            never.cancel(false);
            return Optional.of(never);
        }
        Optional<CompletableFuture<RunEnded>> end = loops.backups().inForce().stream()
                .filter(loop -> loop.name().equals(job))
                .findFirst()
                .flatMap(JobLoop::ask);
        alarm.ring();
        return end;
    }

    private Duration sinceTick() {
        return Duration.ofNanos(System.nanoTime() - lastTick.get());
    }

    private void loop() throws InterruptedException {
        Duration longest = supervision.sleep(LONGEST_WAIT);
        IdleHeap heap = IdleHeap.real();
        while (!stopping) {
            lastTick.set(System.nanoTime());
            Duration wait = loops.tick(clock.instant(), longest);
            recordings.look();
            lookAtConfiguration();
            supervision.alive(loops.status());
            heap.look(System.nanoTime(), loops.areAtWork());
            alarm.await(configWatch.patience(wait));
        }
    }

    private void lookAtConfiguration() {
        try {
            if (configWatch.isToBeRead(runner.changedConfiguration(), clock.instant())) {
                Thread.ofVirtual().name("reload").start(() -> reloadBecause("the configuration has changed"));
            }
        } catch (OperationException e) {
            LOG.log(Level.WARNING, "can''t look whether the configuration has changed: {0}", FailureWords.of(e));
        }
    }

    /**
     * Reads the configuration anew, as {@link #reload()} does, once it runs, and says in the log what came of it.
     *
     * @param why what stands in the log before it
     */
    public void reloadBecause(String why) {
        LOG.log(Level.INFO, "{0}: it is read anew", why);
        try {
            begun.await();
            reload();
        } catch (OperationException e) {
            logRefusal(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reloadAsked() throws OperationException {
        LOG.log(Level.INFO, "HTTP asks for the configuration: it is read anew");
        try {
            reload();
        } catch (OperationException e) {
            logRefusal(e); // the answer has no paths, the log does
            throw e;
        }
    }

    private static void logRefusal(OperationException e) {
        LOG.log(Level.ERROR, "the configuration is not taken, the one before stays in force:");
        new RunFailure(FailureWords.of(e), e.hint()).text().lines().forEach(line -> LOG.log(Level.ERROR, "{0}", line));
    }

    /**
     * Reads the configuration anew. It is checked whole first; then it is in force for whatever begins from there on, or nothing
     * has changed. What runs ends under the one that it began with. Jobs that keep their name keep the memory of when they last
     * ran. Safe for many threads; takes as long as the check.
     *
     * @return the jobs before and after
     * @throws OperationException BAD_CONFIGURATION with all that is wrong, or if there would be nothing to do, REFUSED if
     *     the daemon hasn't begun to run, or ends
     */
    public Reload reload() throws OperationException {
        synchronized (reloading) {
            if (begun.getCount() > 0 || stopping) {
                throw new OperationException(Outcome.REFUSED, "the daemon is starting or ending");
            }
            supervision.reloading();
            try {
                return followed();
            } catch (OperationException e) {
                RunFailure failure = new RunFailure(FailureWords.of(e), e.hint());
                announcements.tell(new ReloadRefused(clock.instant(), failure));
                throw e;
            } finally {
                supervision.ready(loops.status());
            }
        }
    }

    private Reload followed() throws OperationException {
        Map<String, String> before = loops.told(clock.instant());
        Reload reload = runner.reload(jobs -> {
            requireSomethingToDo(jobs.after());
            loops.retireAllBut(jobs.after());
            return true;
        });
        loops.follow(reload.after());
        tellChanges(before, loops.told(clock.instant()));
        runner.tellStrays();
        recordings.follow(reload.after(), reload.onOtherGround());
        announcements.tell(new Reloaded(clock.instant(), loops.planned()));
        alarm.ring();
        return reload;
    }

    private void tellChanges(Map<String, String> before, Map<String, String> after) {
        LOG.log(Level.INFO, "the configuration is in force, jobs: {0}", loops.jobs());
        after.forEach((name, line) -> {
            if (!line.equals(before.get(name))) {
                LOG.log(Level.INFO, "{0}", line);
            }
        });
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(gone -> LOG.log(Level.INFO, "job {0}: is gone", gone));
    }

    private void requireSomethingToDo(List<Job> wanted) throws OperationException {
        if (http.isEmpty()) {
            JobLoops.requireTimes(wanted);
        }
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
        for (Loop loop : loops.all()) {
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
