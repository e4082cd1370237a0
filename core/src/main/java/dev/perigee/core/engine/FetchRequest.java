package dev.perigee.core.engine;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.outcome.OperationException;
import java.nio.file.Path;

/**
 * Brings a stored backup to a file, byte for byte as etcd sent it.
 *
 * @param which the backup
 * @param scope whose, and where to look
 * @param file where to; an existing one is replaced when the new one is whole
 */
public record FetchRequest(Selector which, Scope scope, Path file) implements Request<Fetched> {

    @Override
    public Fetched in(Run run) throws OperationException {
        return new Fetch(run.readingEnvironment(scope)).run(run.sought(scope), which, file);
    }
}
