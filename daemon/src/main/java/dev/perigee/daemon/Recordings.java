package dev.perigee.daemon;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.time.Sleeper;
import dev.perigee.core.words.FailureWords;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;

/** The histories that are being recorded, each on a thread of its own: those of the jobs that have one. Safe for many threads. */
final class Recordings {

    private static final System.Logger LOG = System.getLogger(Recordings.class.getName());

    /** How long a run that is underway is waited for before another is asked for. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final JobRunner runner;
    private final Predicate<String> ours;
    private final Function<String, Optional<CompletableFuture<RunEnded>>> ask;
    private final Sleeper sleeper;
    private final HistoryAlarm alarm;
    private final Map<String, Running> running = new HashMap<>();
    private final Set<CompletableFuture<RunEnded>> bases = ConcurrentHashMap.newKeySet();
    private final Set<String> stopped = new HashSet<>();
    private List<Job> wanted = List.of();
    private boolean ended;

    private record Running(Job job, Thread thread) {}

    /**
     * None yet.
     *
     * @param runner records
     * @param ours whether a job is this daemon's now
     * @param ask asks for a backup of a job; empty while one is being made
     * @param sleeper waits for the one that is being made
     * @param alarm tells of histories that stand
     */
    Recordings(
            JobRunner runner,
            Predicate<String> ours,
            Function<String, Optional<CompletableFuture<RunEnded>>> ask,
            Sleeper sleeper,
            HistoryAlarm alarm) {
        this.runner = runner;
        this.ours = ours;
        this.ask = ask;
        this.sleeper = sleeper;
        this.alarm = alarm;
    }

    /** From now on it is these jobs: what has changed begins anew, where it had come to; and all of it on another ground. */
    synchronized void follow(List<Job> jobs, boolean onOtherGround) {
        wanted = jobs.stream().filter(job -> job.history().isPresent()).toList();
        if (onOtherGround) {
            running.values().forEach(this::stop);
        }
        look();
    }

    /** Begins what is to be recorded and isn't, and has the rest end soon; called again and again, and never waits. */
    synchronized void look() {
        if (ended) {
            return;
        }
        List<Job> due = wanted.stream().filter(job -> ours.test(job.name())).toList();
        tell(due);
        running.values().stream().filter(each -> !due.contains(each.job())).forEach(this::stop);
        for (Job job : due) {
            running.computeIfAbsent(job.name(), name -> {
                LOG.log(Level.INFO, "job {0}: recording its history begins", name);
                return new Running(
                        job, Thread.ofVirtual().name("history of " + name).start(() -> record(job)));
            });
        }
    }

    private void stop(Running each) {
        String name = each.job().name();
        if (stopped.add(name)) {
            boolean goesOn = wanted.stream().anyMatch(job -> job.name().equals(name)) && ours.test(name);
            LOG.log(
                    Level.INFO,
                    goesOn
                            ? "job {0}: its history is stopped for the new configuration, and waits until that has ended"
                            : "job {0}: its history is recorded here no more",
                    name);
            each.thread().interrupt(); // once: whoever is interrupted again has no time left for what is open
        }
    }

    /** Before anything begins: what was so before the start is nothing new. */
    private void tell(List<Job> due) {
        try {
            alarm.look(due.stream().map(Job::name).toList(), runner.histories());
        } catch (OperationException e) {
            LOG.log(Level.WARNING, "how the histories stand isn''t known: {0}", FailureWords.of(e));
        }
    }

    private void record(Job job) {
        try {
            runner.record(job, () -> base(job.name()));
        } catch (OperationException e) {
            if (e.outcome() != Outcome.INTERRUPTED) {
                LOG.log(Level.ERROR, "job {0}: its history can''t be recorded: {1}", job.name(), FailureWords.of(e));
            }
        } finally {
            forget(job.name());
        }
    }

    private synchronized void forget(String job) {
        running.remove(job);
        if (stopped.remove(job)) { // what failed by itself waits for the next look
            Thread.interrupted(); // else no file can be read here any more
            look();
        }
    }

    private BackupResult base(String job) throws OperationException, InterruptedException {
        Optional<CompletableFuture<RunEnded>> run = ask.apply(job);
        while (run.isEmpty()) { // one is being made: it may have begun too early to be a beginning
            sleeper.sleep(PATIENCE);
            run = ask.apply(job);
        }
        bases.add(run.get());
        try {
            RunEnded end = run.get().get();
            return end.backup()
                    .orElseThrow(() -> new OperationException(
                            end.outcome(),
                            "the backup that the history begins with failed"
                                    + end.failure()
                                            .map(failure -> ": " + failure.sentence())
                                            .orElse("")));
        } catch (CancellationException | ExecutionException e) {
            throw new OperationException(
                    Outcome.INTERRUPTED, "the backup that the history begins with was not made", e);
        } finally {
            bases.remove(run.get());
        }
    }

    /** Has all of them end, each with the backup that it begins with if that is underway. */
    synchronized void leave() {
        ended = true;
        running.values().forEach(each -> each.thread().interrupt());
    }

    /** When no run is underway any more. What is whole by now is in the spool when this returns. */
    void end() throws InterruptedException {
        List<Running> last;
        synchronized (this) {
            last = List.copyOf(running.values());
        }
        for (Running each : last) {
            do {
                bases.forEach(run -> run.cancel(false)); // that doesn't react to its interruption
            } while (!each.thread().join(PATIENCE));
        }
    }
}
