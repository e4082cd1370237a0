package dev.perigee.core;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.OperationException;
import java.util.List;

/** Proves a stored backup again. */
public final class Verify {

    /** How closely to look. */
    public enum Depth {
        /** The manifest can be read, and the objects have its lengths. Moves no body. */
        QUICK,
        /** The body is fetched, its digest is the manifest's, and the whole structure is checked. */
        FULL,
        /** As FULL, and HashKV is the manifest's. */
        DEEP
    }

    private final Environment environment;

    /**
     * A verification of any backup.
     *
     * @param environment what it stands on
     */
    public Verify(Environment environment) {
        this.environment = environment;
    }

    /**
     * Looks at a backup's copies. Changes nothing in the sinks.
     *
     * @param cluster the cluster's name
     * @param sinks where to look
     * @param which the backup
     * @param depth how closely
     * @param allSinks every copy; else the first, local sinks first
     * @return a finding per copy
     * @throws OperationException NOT_FOUND, BAD_INPUT if the id is ambiguous, CONNECTION if no sink answers
     */
    public VerifyResult run(String cluster, List<Destination> sinks, Selector which, Depth depth, boolean allSinks)
            throws OperationException {
        throw new UnsupportedOperationException("not yet: " + environment + cluster + sinks + which + depth + allSinks);
    }
}
