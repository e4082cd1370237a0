package dev.perigee.core.drill;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a drill showed.
 *
 * @param began when it began
 * @param id the backup
 * @param cluster the cluster's name
 * @param sink where the backup came from
 * @param etcd the version of the server that was started; empty if none was
 * @param unfit why none of the named binaries of etcd could be started; empty if one was, or none is named
 * @param steps what was done, in order
 * @param findings what was not as it has to be, a sentence each
 */
public record DrillResult(
        Instant began,
        BackupId id,
        String cluster,
        String sink,
        Optional<String> etcd,
        Optional<String> unfit,
        List<Step> steps,
        List<String> findings)
        implements Result {

    /** Copies the lists. */
    public DrillResult {
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
    }

    /**
     * A step.
     *
     * @param name {@code fetch}, {@code restore}, {@code start}, {@code hash}, {@code keys}, {@code write}
     * @param took how long
     * @param said what came of it
     */
    public record Step(String name, Duration took, String said) {}

    /**
     * How long it took from nothing to a server that answers, or to the restored directory where there is none.
     *
     * @return the time to restore
     */
    public Duration timeToRestore() {
        return steps.stream()
                .filter(step -> List.of("fetch", "restore", "start").contains(step.name()))
                .map(Step::took)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Says that, and why, the restored directory was all.
     *
     * @return a sentence; empty if a server was started
     */
    public Optional<String> withoutServer() {
        return etcd.isPresent()
                ? Optional.empty()
                : Optional.of("no server was started: " + unfit.orElse("no binary of etcd is named"));
    }

    /** OK, DAMAGED if anything was found, or PARTIAL if binaries are named and none fits. */
    @Override
    public Outcome outcome() {
        if (!findings.isEmpty()) {
            return Outcome.DAMAGED;
        }
        return unfit.isPresent() ? Outcome.PARTIAL : Outcome.OK;
    }

    @Override
    public List<SinkFailure> problems() {
        Stream<SinkFailure> found = findings.stream().map(finding -> problem(Outcome.DAMAGED, finding));
        Stream<SinkFailure> missed =
                unfit.stream().map(why -> problem(Outcome.PARTIAL, "no server was started: " + why));
        return Stream.concat(found, missed).toList();
    }

    private SinkFailure problem(Outcome outcome, String what) {
        return new SinkFailure(sink, outcome, "the drill of " + id + ": " + what, Optional.empty());
    }
}
