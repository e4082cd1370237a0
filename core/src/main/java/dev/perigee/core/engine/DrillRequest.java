package dev.perigee.core.engine;

import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.drill.Drill;
import dev.perigee.core.drill.DrillResult;
import dev.perigee.core.drill.DrillSettings;
import dev.perigee.core.outcome.OperationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plays a restore through, and leaves nothing behind.
 *
 * @param which the backup
 * @param scope whose, and where to look
 * @param etcd binaries of etcd, beside those that the cluster's jobs name
 */
public record DrillRequest(Selector which, Scope scope, List<Path> etcd) implements Request<DrillResult> {

    /** Copies the list. */
    public DrillRequest {
        etcd = List.copyOf(etcd);
    }

    @Override
    public DrillResult in(Run run) throws OperationException {
        Sought sought = run.sought(scope);
        List<Job> jobs = run.config().jobs().stream()
                .filter(job -> job.cluster().name().equals(sought.cluster()))
                .toList();
        List<Path> binaries = Stream.concat(etcd.stream(), jobs.stream().flatMap(job -> job.drill().etcd().stream()))
                .distinct()
                .toList();
        Duration timeout =
                jobs.stream().map(job -> job.drill().timeout()).findFirst().orElse(DrillSettings.DEFAULT.timeout());
        return new Drill(
                        run.environment(scope),
                        new DrillSettings(Optional.empty(), binaries, timeout),
                        run.cluster(scope.cluster()).etcd().credentials())
                .run(sought, which);
    }
}
