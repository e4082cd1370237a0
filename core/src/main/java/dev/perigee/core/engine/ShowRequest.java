package dev.perigee.core.engine;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Show;
import dev.perigee.core.copies.Shown;
import dev.perigee.core.outcome.OperationException;

/**
 * Shows all that is known of a stored backup.
 *
 * @param which the backup
 * @param scope whose, and where to look
 */
public record ShowRequest(Selector which, Scope scope) implements Request<Shown> {

    @Override
    public Shown in(Run run) throws OperationException {
        return new Show(run.readingEnvironment(scope)).run(run.sought(scope), which);
    }
}
