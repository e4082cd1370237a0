package dev.perigee.daemon;

import dev.perigee.core.backup.Job;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.daemon.event.PlannedJob;
import dev.perigee.daemon.event.RunKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the jobs have to do at their times.
 *
 * @param backups their backups
 * @param sides what they do beside them
 */
record JobLoops(Loops<JobLoop> backups, List<Loops<SideLoop>> sides) {

    /** Copies the list. */
    JobLoops {
        sides = List.copyOf(sides);
    }

    /**
     * Those of a daemon that has no job yet.
     *
     * @param runner does their work
     * @param state where they remember when they last ran
     * @param catchUpEvery how often sinks that were down are tried again
     * @param context what they stand on
     */
    static JobLoops of(JobRunner runner, Path state, Duration catchUpEvery, LoopContext context) {
        RunMemory memory = new RunMemory(state.resolve("jobs"));
        RunMemory proofs = new RunMemory(state.resolve("proofs"));
        RunMemory drills = new RunMemory(state.resolve("drills"));
        return new JobLoops(
                new Loops<>(
                        job -> Optional.of(job.schedule().orElseGet(OnDemand::new)),
                        (job, schedule) -> new JobLoop(job, schedule, runner, memory, catchUpEvery, context)),
                List.of(
                        new Loops<>(
                                job -> job.verify().schedule(),
                                (job, schedule) ->
                                        new SideLoop(job, RunKind.PROOF, schedule, runner::prove, proofs, context)),
                        new Loops<>(
                                job -> job.drill().schedule(),
                                (job, schedule) ->
                                        new SideLoop(job, RunKind.DRILL, schedule, runner::drill, drills, context))));
    }

    /** That any of these jobs has something to do by itself. */
    static void requireTimes(List<Job> jobs) throws OperationException {
        if (!haveTimes(jobs)) {
            throw new OperationException(
                    Outcome.BAD_CONFIGURATION,
                    "no job has a schedule, so the daemon would never do anything",
                    Optional.of("give one a schedule, a verify.schedule or a drill.schedule; or 'http', to start"
                            + " backups over it"),
                    Optional.empty());
        }
    }

    private static boolean haveTimes(List<Job> jobs) {
        return jobs.stream()
                .anyMatch(job -> job.history().isPresent()
                        || job.schedule()
                                .or(() -> job.verify().schedule())
                                .or(() -> job.drill().schedule())
                                .isPresent());
    }

    /** From now on it is these jobs. */
    void follow(List<Job> jobs) {
        backups.follow(jobs);
        sides.forEach(side -> side.follow(jobs));
    }

    /** Starts nothing more of jobs that aren't among these. */
    void retireAllBut(List<Job> jobs) {
        backups.retireAllBut(jobs);
        sides.forEach(side -> side.retireAllBut(jobs));
    }

    /** All, also those of jobs that are gone and still at work. */
    List<Loop> all() {
        return Stream.<Loop>concat(backups.all().stream(), sides.stream().flatMap(side -> side.all().stream()))
                .toList();
    }

    /** How many jobs make backups. */
    int jobs() {
        return backups.inForce().size();
    }

    /** Starts what is due. Says how long until there is something to do; at most {@code most}. */
    Duration tick(Instant now, Duration most) {
        return all().stream()
                .map(loop -> loop.tick(now, most))
                .min(Comparator.naturalOrder())
                .orElse(most);
    }

    List<PlannedJob> planned() {
        return backups.inForce().stream().map(JobLoop::planned).toList();
    }

    /** A line for each, by its name. */
    Map<String, String> told(Instant now) {
        Map<String, String> lines = new LinkedHashMap<>();
        all().stream().filter(loop -> !loop.isRetired()).forEach(loop -> lines.put(loop.name(), loop.told(now)));
        return lines;
    }

    /** All in a line. */
    String status() {
        String next = backups.inForce().stream()
                .flatMap(loop -> loop.nextDue().stream())
                .min(Comparator.naturalOrder())
                .map(due -> ", next run " + due.truncatedTo(ChronoUnit.SECONDS))
                .orElse("");
        return "jobs: " + jobs() + ", running: " + running() + next;
    }

    boolean areAtWork() {
        return all().stream().anyMatch(Loop::runs);
    }

    /** The names of those at work. */
    String running() {
        String names = all().stream().filter(Loop::runs).map(Loop::name).collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }
}
