package dev.perigee.core.engine;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the run of one job or several came to.
 *
 * @param backups the backups that were taken, in the order of the jobs; at least one
 * @param failures of the jobs that took none; each was told of when it happened
 */
public record SaveResult(List<BackupResult> backups, List<OperationException> failures) implements Result {

    /** Copies the lists. */
    public SaveResult {
        backups = List.copyOf(backups);
        failures = List.copyOf(failures);
    }

    /** What the backups that aren't OK agree on; PARTIAL if they don't, or if a job took none. */
    @Override
    public Outcome outcome() {
        Set<Outcome> amiss = backups.stream()
                .map(BackupResult::outcome)
                .filter(outcome -> outcome != Outcome.OK)
                .collect(Collectors.toSet());
        boolean mixed = !failures.isEmpty() || amiss.size() > 1;
        return mixed ? Outcome.PARTIAL : amiss.stream().findFirst().orElse(Outcome.OK);
    }

    @Override
    public List<SinkFailure> problems() {
        return backups.stream().flatMap(backup -> backup.problems().stream()).toList();
    }
}
