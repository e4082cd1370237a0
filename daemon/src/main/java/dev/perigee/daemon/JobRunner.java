package dev.perigee.daemon;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.SinkFailure;
import java.util.List;

/** Does a job's work on the calling thread. Interrupting it stops it soon, with nothing partial left. */
interface JobRunner {

    /** Before the first work: says what no job will ever do. */
    default void begin() {}

    /** A backup, with all that belongs to it. */
    BackupResult backup(Job job) throws OperationException;

    /** What earlier runs still owe the sinks: how each fared that is owed something. */
    List<SinkResult> catchUp(Job job) throws OperationException;

    /** Fetches and proves stored copies again: says which aren't good. */
    default List<SinkFailure> prove(Job job) throws OperationException {
        return List.of();
    }

    /** From now on nothing new is begun: what waits its turn ends INTERRUPTED. */
    default void end() {}
}
