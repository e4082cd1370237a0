package dev.perigee.daemon;

import dev.perigee.core.backup.Job;
import dev.perigee.core.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The loops of one kind, and how they follow a configuration that has changed: a job is known by its name, and keeps its memory
 * and what runs of it. Safe for many threads.
 *
 * @param <L> the kind
 */
final class Loops<L extends Loop> {

    private static final int WRITERS = 16;

    private final Function<Job, Optional<Schedule>> times;
    private final BiFunction<Job, Schedule, L> maker;
    private List<L> all = List.of();

    /**
     * None yet.
     *
     * @param times when a job has this to do; empty if never
     * @param maker makes the loop of a job that is new
     */
    Loops(Function<Job, Optional<Schedule>> times, BiFunction<Job, Schedule, L> maker) {
        this.times = times;
        this.maker = maker;
    }

    /** The jobs among these that have this to do. */
    List<Job> of(List<Job> jobs) {
        return jobs.stream().filter(job -> times.apply(job).isPresent()).toList();
    }

    /** From now on it is these jobs. */
    synchronized void follow(List<Job> jobs) {
        List<L> next = new ArrayList<>(loops(jobs));
        all.stream().filter(loop -> !next.contains(loop)).forEach(loop -> {
            loop.retire();
            next.add(loop);
        });
        all = List.copyOf(next);
    }

    /** At once: each that is new writes down that it was seen, and a disk takes many writes in the time of one. */
    private List<L> loops(List<Job> jobs) {
        List<Future<L>> loops = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            jobs.forEach(job ->
                    times.apply(job).ifPresent(schedule -> loops.add(threads.submit(() -> loop(job, schedule)))));
        }
        return loops.stream().map(Future::resultNow).toList();
    }

    private L loop(Job job, Schedule schedule) {
        Optional<L> known =
                all.stream().filter(loop -> loop.job().equals(job.name())).findFirst();
        known.ifPresent(loop -> loop.follow(job, schedule));
        return known.orElseGet(() -> maker.apply(job, schedule));
    }

    /** Starts nothing more of jobs that aren't among these. */
    synchronized void retireAllBut(List<Job> jobs) {
        List<String> names = of(jobs).stream().map(Job::name).toList();
        all.stream().filter(loop -> !names.contains(loop.job())).forEach(Loop::retire);
    }

    /** All, also those of jobs that are gone and still at work. */
    synchronized List<L> all() {
        all = all.stream().filter(loop -> !loop.isGone()).toList();
        return all;
    }

    List<L> inForce() {
        return all().stream().filter(loop -> !loop.isRetired()).toList();
    }
}
