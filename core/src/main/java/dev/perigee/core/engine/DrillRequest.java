package dev.perigee.core.engine;

import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.drill.Drill;
import dev.perigee.core.drill.DrillResult;
import dev.perigee.core.drill.DrillSettings;
import dev.perigee.core.outcome.OperationException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Plays a restore through, and leaves nothing behind.
 *
 * @param which the backup
 * @param scope whose, and where to look
 * @param etcd binaries of etcd, beside those that the cluster's jobs name
 * @param members whether every member is restored and started, also where the job doesn't say so
 * @param orOlder whether the next older backup is taken where the one sought can't be restored; a finding all the same
 */
public record DrillRequest(Selector which, Scope scope, List<Path> etcd, boolean members, boolean orOlder)
        implements Request<DrillResult> {

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
        DrillSettings byJob = jobs.stream().map(Job::drill).findFirst().orElse(DrillSettings.DEFAULT);
        DrillSettings settings = members ? byJob.ofAllMembers() : byJob;
        return new Drill(
                        run.environment(),
                        (orOlder ? settings.orOlder() : settings).with(binaries),
                        run.cluster(scope.cluster()).etcd().credentials())
                .run(sought, which);
    }
}
