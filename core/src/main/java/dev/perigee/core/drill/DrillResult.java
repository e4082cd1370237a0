package dev.perigee.core.drill;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a drill showed.
 *
 * @param began when it began
 * @param id the backup
 * @param cluster the cluster's name
 * @param sink where the backup came from
 * @param etcd the version of the server that was started; empty if none was
 * @param steps what was done, in order
 * @param findings what was not as it has to be, a sentence each
 */
public record DrillResult(
        Instant began,
        BackupId id,
        String cluster,
        String sink,
        Optional<String> etcd,
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

    /** OK, or DAMAGED if anything was found. */
    @Override
    public Outcome outcome() {
        return findings.isEmpty() ? Outcome.OK : Outcome.DAMAGED;
    }

    @Override
    public List<SinkFailure> problems() {
        return findings.stream()
                .map(finding ->
                        new SinkFailure(sink, Outcome.DAMAGED, "the drill of " + id + ": " + finding, Optional.empty()))
                .toList();
    }
}
