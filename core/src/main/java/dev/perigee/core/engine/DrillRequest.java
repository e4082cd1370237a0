package dev.perigee.core.engine;

import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.drill.Drill;
import dev.perigee.core.drill.DrillResult;
import dev.perigee.core.drill.DrillSettings;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plays a restore through, and leaves nothing behind.
 *
 * @param which the backup
 * @param scope whose, and where to look
 * @param etcd binaries of etcd; empty for those that the cluster's jobs name
 * @param members whether every member is restored and started, also where the job doesn't say so
 * @param orOlder whether the next older backup is taken where the one sought can't be restored; a finding all the same
 */
public record DrillRequest(Selector which, Scope scope, List<Path> etcd, boolean members, boolean orOlder)
        implements Request<DrillResult> {

    /** Copies the list. */
    public DrillRequest {
        etcd = List.copyOf(etcd);
    }

    /**
     * Plays it through.
     *
     * @throws OperationException NOT_FOUND if one of our binaries isn't there; and as a drill does
     */
    @Override
    public DrillResult in(Run run) throws OperationException {
        requireBinaries();
        Sought sought = run.sought(scope);
        List<Job> jobs = run.config().jobs().stream()
                .filter(job -> job.cluster().name().equals(sought.cluster()))
                .toList();
        Stream<Path> ofJobs = jobs.stream().flatMap(job -> job.drill().etcd().stream());
        List<Path> binaries = (etcd.isEmpty() ? ofJobs : etcd.stream().map(Path::toAbsolutePath))
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

    private void requireBinaries() throws OperationException {
        Optional<Path> missing =
                etcd.stream().filter(path -> !Files.exists(path)).findFirst();
        if (missing.isPresent()) {
            throw new OperationException(
                    Outcome.NOT_FOUND,
                    "there is no file " + missing.get() + ", which is to be a binary of etcd",
                    Optional.of("name one that is there; nothing was fetched"),
                    Optional.empty());
        }
    }
}
