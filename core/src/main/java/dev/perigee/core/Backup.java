package dev.perigee.core;

import dev.perigee.core.outcome.OperationException;

/** Takes a snapshot, proves it, brings it to every sink of a job, then lets each sink's retention remove older ones. */
public final class Backup {

    private final Environment environment;

    /**
     * A backup of any job.
     *
     * @param environment what it stands on
     */
    public Backup(Environment environment) {
        this.environment = environment;
    }

    /**
     * Runs a job once. Interrupting the thread stops it soon; nothing partial is left in a sink or listed.
     *
     * @param job what to back up, and where to
     * @return a result per sink
     * @throws OperationException if no proven snapshot could be had: {@link dev.perigee.core.source.SnapshotRejected}
     *     if etcd sent a bad one, CONNECTION, DENIED, NO_SPACE, INPUT_OUTPUT or INTERRUPTED. No sink was touched
     */
    public BackupResult run(Job job) throws OperationException {
        throw new UnsupportedOperationException("not yet: " + environment + job);
    }
}
