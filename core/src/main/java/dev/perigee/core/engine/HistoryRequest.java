package dev.perigee.core.engine;

import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.ListHistory;
import dev.perigee.core.outcome.OperationException;

/**
 * Lists which moments between backups can be restored.
 *
 * @param scope whose, and where to look
 */
public record HistoryRequest(Scope scope) implements Request<HistoryListing> {

    @Override
    public HistoryListing in(Run run) throws OperationException {
        return new ListHistory(run.readingEnvironment()).run(run.sought(scope));
    }
}
