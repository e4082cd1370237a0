package dev.perigee.core.engine;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.outcome.OperationException;
import java.nio.file.Path;

/**
 * Brings a stored backup to a file, byte for byte as etcd sent it, or of the same rows where it is stored as rows; or the files that a restore also needs, as a tar.
 *
 * @param which the backup
 * @param scope whose, and where to look
 * @param file where to; an existing one is replaced when the new one is whole
 * @param companions whether those files are meant
 */
public record FetchRequest(Selector which, Scope scope, Path file, boolean companions) implements Request<Fetched> {

    @Override
    public Fetched in(Run run) throws OperationException {
        Fetch fetch = new Fetch(run.readingEnvironment(scope)).lasting();
        return companions
                ? fetch.companions(run.sought(scope), which, file)
                : fetch.run(run.sought(scope), which, file);
    }
}
