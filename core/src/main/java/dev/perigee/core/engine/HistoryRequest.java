package dev.perigee.core.engine;

import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.ListHistory;
import dev.perigee.core.outcome.OperationException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * Lists which moments between backups can be restored.
 *
 * @param scope whose, and where to look
 */
public record HistoryRequest(Scope scope) implements Request<HistoryListing> {

    @Override
    public HistoryListing in(Run run) throws OperationException {
        Sought sought = run.sought(scope);
        return new ListHistory(run.readingEnvironment()).run(sought, keep(run, sought.cluster()));
    }

    /** The least of all jobs that record it here. */
    private static Optional<Duration> keep(Run run, String cluster) throws OperationException {
        return run.config().jobs().stream()
                .filter(job -> job.cluster().name().equals(cluster))
                .flatMap(job -> job.history().stream())
                .map(HistorySettings::keep)
                .min(Comparator.naturalOrder());
    }
}
