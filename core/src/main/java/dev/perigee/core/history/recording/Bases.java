package dev.perigee.core.history.recording;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.outcome.OperationException;

/** Takes the backups that timelines begin with. */
@FunctionalInterface
public interface Bases {

    /**
     * Takes a backup now, as a run of the job does.
     *
     * @return its manifest
     * @throws OperationException if none was had
     * @throws InterruptedException if this thread was interrupted meanwhile
     */
    Manifest take() throws OperationException, InterruptedException;
}
