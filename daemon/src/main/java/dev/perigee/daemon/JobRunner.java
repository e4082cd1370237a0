package dev.perigee.daemon;

import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.backup.Job;
import dev.perigee.core.engine.RecordRequest;
import dev.perigee.core.engine.ReloadRequest.Reload;
import dev.perigee.core.fleet.Fence;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.SinkFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does a job's work on the calling thread. Interrupting it stops it soon, with nothing partial left. */
interface JobRunner {

    /** Says loudly what waits in the spool and no job will ever bring anywhere, and what to do about it. */
    default void tellStrays() {}

    /** A backup, with all that belongs to it: for the time when it was due, published only while the fence holds. */
    BackupResult backup(Job job, Optional<Instant> due, Fence fence) throws OperationException;

    /** What earlier runs still owe the sinks: how each fared that is owed something. */
    List<SinkResult> catchUp(Job job, Fence fence) throws OperationException;

    /** Fetches and proves stored copies again: says which aren't good. */
    default List<SinkFailure> prove(Job job) throws OperationException {
        return List.of();
    }

    /**
     * Reads the configuration anew, and has it in force for what begins from there on.
     *
     * @throws OperationException with what is wrong with it; nothing has changed then
     */
    Reload reload(Approval<Reload> approval) throws OperationException;

    /** What the files of the configuration say, if that is something else than what is in force and is to be heeded. */
    default Optional<String> changedConfiguration() throws OperationException {
        return Optional.empty();
    }

    /** Plays a restore of the newest backup through: says what is wrong. */
    default List<SinkFailure> drill(Job job) throws OperationException {
        return List.of();
    }

    /** Records a job's history, with these backups where one must begin; until this thread is interrupted. */
    default void record(Job job, RecordRequest.Bases bases) throws OperationException {}

    /** How the histories stand that are recorded on this machine, by the job's name. */
    default Map<String, HistoryStatus> histories() throws OperationException {
        return Map.of();
    }

    /** From now on nothing new is begun: what waits its turn ends INTERRUPTED. */
    default void end() {}
}
