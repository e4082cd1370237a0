package dev.perigee.daemon.http;

import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Has the daemon run a job now. Safe for many threads. */
@FunctionalInterface
public interface JobStarter {

    /**
     * Asks for a backup, which begins at once unless something of the job runs.
     *
     * @param job the job's name
     * @return its end; cancelled if the daemon ends before it begins; empty if a backup of the job runs already
     */
    Optional<CompletableFuture<RunEnded>> start(String job);
}
