package dev.perigee.core.engine;

import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.ProofResult;
import dev.perigee.core.copies.ProveAgain;
import dev.perigee.core.copies.ProvedPacks;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.history.ProvePacks;
import dev.perigee.core.outcome.OperationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * Fetches and proves copies of a job's backups again, as the job's {@code verify} says, and the packs behind the newest.
 *
 * @param job the job's name
 */
public record ProveAgainRequest(String job) implements Request<ProofResult> {

    @Override
    public ProofResult in(Run run) throws OperationException {
        Job found = run.jobs(Optional.of(job), false).getFirst();
        ProofResult proof =
                new ProveAgain(run.environment()).run(found.cluster().name(), found.destinations(), found.verify());
        return proof.with(packs(run, found, proof));
    }

    /** Behind the newest backup of each sink: what lies behind older ones was proven when those were the newest. */
    private static List<ProvedPacks> packs(Run run, Job job, ProofResult proof) throws OperationException {
        Map<BackupId, Set<String>> newest = new TreeMap<>();
        proof.copies().stream()
                .filter(ProofResult.Proved::isGood)
                .collect(Collectors.toMap(
                        proved -> proved.copy().sink(),
                        ProofResult.Proved::id,
                        BinaryOperator.maxBy(Comparator.naturalOrder())))
                .forEach((sink, id) ->
                        newest.computeIfAbsent(id, _ -> new TreeSet<>()).add(sink));
        ProvePacks packs = new ProvePacks(run.environment(), job.cluster().name(), job.destinations());
        List<ProvedPacks> proved = new ArrayList<>();
        for (Map.Entry<BackupId, Set<String>> each : newest.entrySet()) {
            proved.addAll(packs.run(each.getKey(), Verify.Depth.DEEP, each.getValue()));
        }
        return proved;
    }
}
