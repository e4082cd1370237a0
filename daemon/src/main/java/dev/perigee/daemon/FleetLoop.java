package dev.perigee.daemon;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.fleet.FleetMember;
import dev.perigee.core.fleet.FleetRun;
import dev.perigee.core.fleet.FleetState;
import dev.perigee.core.fleet.LeaderSettings;
import dev.perigee.daemon.event.RunKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Keeps a daemon among the others: a round at a time, on a thread of its own, so that an etcd that is away holds up nothing. */
final class FleetLoop implements Fleet {

    /** Who ends doesn't wait longer than this for etcd; the lease ends by itself. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final FleetMember member;
    private final LeaderSettings settings;
    private final Alarm alarm;
    private final FleetLog log;
    private final Namesakes namesakes;
    private final Strangers strangers;
    private final Consumer<FleetRun.Made> heard;
    private final Set<FleetRun.Made> known = new HashSet<>();

    /** Hundreds of jobs are hundreds of files at the first look: no lease waits for a disk. */
    private final ExecutorService hearer = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("fleet-heard").factory());

    private Optional<Thread> thread = Optional.empty();
    private boolean hurry;
    private boolean ended;

    /**
     * A daemon that isn't among the others yet.
     *
     * @param member what it says to etcd
     * @param settings how often
     * @param instance its name, for the log
     * @param alarm is rung when its jobs change
     * @param heard is told of each backup that another daemon made
     */
    FleetLoop(
            FleetMember member, LeaderSettings settings, String instance, Alarm alarm, Consumer<FleetRun.Made> heard) {
        this.member = member;
        this.settings = settings;
        this.alarm = alarm;
        this.log = new FleetLog(settings, instance);
        this.namesakes = new Namesakes(instance, Duration.ofSeconds(settings.leaseSeconds()));
        this.strangers = new Strangers(Duration.ofSeconds(settings.leaseSeconds()));
        this.heard = heard;
    }

    @Override
    public Optional<Fence> fence(String job) {
        return member.fence(job);
    }

    @Override
    public Fence ofDebts() {
        return member.ofDebts();
    }

    @Override
    public Optional<Instant> lastRun(String job, RunKind kind) {
        return member.lastRun(run(job, kind)).map(FleetRun::at);
    }

    @Override
    public void ran(
            String job, RunKind kind, Fence fence, Instant until, Optional<Instant> due, Optional<Manifest> backup) {
        fence.number().ifPresent(number -> member.ran(run(job, kind), number, until, due, backup));
        hurry();
    }

    private static String run(String job, RunKind kind) {
        return job + "/" + kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<FleetState> state() {
        return Optional.of(member.state());
    }

    @Override
    public synchronized void begin(JobLoops loops) {
        thread = Optional.of(Thread.ofVirtual().name("fleet").start(() -> run(loops)));
    }

    private void run(JobLoops loops) {
        FleetState before = member.state();
        try {
            while (goesOn()) {
                before = round(loops, before);
                pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is the end
        }
    }

    /** A defect must not end them all: who renews nothing any more would idle for good, and say nothing. */
    private FleetState round(JobLoops loops, FleetState before) {
        try {
            member.write();
            member.step(jobs(loops), busy(loops));
            FleetState after = member.state();
            log.tell(before, after, jobs(loops).size());
            log.warn(namesakes.warning(after, System.nanoTime()).stream().toList());
            log.warn(strangers.warnings(after, jobs(loops), System.nanoTime()));
            if (!after.equals(before)) {
                alarm.ring();
            }
            if (goesOn()) {
                hear(after);
            }
            return after;
        } catch (RuntimeException e) {
            log.defect(e);
            return before;
        }
    }

    private static TreeSet<String> jobs(JobLoops loops) {
        return loops.backups().inForce().stream().map(Loop::job).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> busy(JobLoops loops) {
        return loops.all().stream().filter(Loop::runs).map(Loop::job).collect(Collectors.toSet());
    }

    private void hear(FleetState state) {
        state.view().runs().values().stream()
                .flatMap(run -> run.backup().stream())
                .filter(known::add)
                .forEach(made -> hearer.execute(() -> hear(made)));
        known.retainAll(state.view().runs().values().stream()
                .flatMap(run -> run.backup().stream())
                .collect(Collectors.toSet()));
    }

    private void hear(FleetRun.Made made) {
        try {
            heard.accept(made);
        } catch (RuntimeException e) {
            log.defect(e);
        }
    }

    private synchronized boolean goesOn() {
        return !ended;
    }

    private synchronized void pause() throws InterruptedException {
        long deadline = System.nanoTime() + settings.round().toNanos();
        long left = settings.round().toMillis();
        while (!ended && !hurry && left > 0) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        hurry = false;
    }

    private synchronized void hurry() {
        hurry = true;
        notifyAll();
    }

    @Override
    public void leave() {
        member.leave();
        hurry();
    }

    @Override
    public void end() {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        try {
            if (thread.isPresent() && !thread.get().join(LAST_WORDS)) {
                thread.get().interrupt();
            }
            hearer.shutdownNow();
            Thread last = Thread.ofVirtual().name("fleet-end").start(this::goAway);
            if (!last.join(LAST_WORDS)) {
                last.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void goAway() {
        member.write();
        member.close();
        log.ended(member.state());
    }
}
