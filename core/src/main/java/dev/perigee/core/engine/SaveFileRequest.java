package dev.perigee.core.engine;

import dev.perigee.core.backup.SaveFile;
import dev.perigee.core.backup.SavedFile;
import dev.perigee.core.outcome.OperationException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Takes a snapshot into a file and proves it: no sink, no manifest, no prune. Keeps no state.
 *
 * @param file where to; an existing one is replaced when the new one is whole
 * @param job whose cluster; empty if there is but one cluster
 */
public record SaveFileRequest(Path file, Optional<String> job) implements Request<SavedFile> {

    @Override
    public SavedFile in(Run run) throws OperationException {
        return new SaveFile(run.withoutState()).run(run.clusterOfJob(job), file);
    }
}
