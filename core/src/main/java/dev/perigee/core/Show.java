package dev.perigee.core;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.OperationException;
import java.util.List;

/** Shows one backup in full. */
public final class Show {

    private final Environment environment;

    /**
     * A look at any backup.
     *
     * @param environment what it stands on
     */
    public Show(Environment environment) {
        this.environment = environment;
    }

    /**
     * Reads the manifest of a backup.
     *
     * @param cluster the cluster's name
     * @param sinks where to look
     * @param which the backup
     * @return its manifest, and who holds it
     * @throws OperationException NOT_FOUND, BAD_INPUT if the id is ambiguous, DAMAGED if no manifest can be read
     */
    public Shown run(String cluster, List<Destination> sinks, Selector which) throws OperationException {
        throw new UnsupportedOperationException("not yet: " + environment + cluster + sinks + which);
    }
}
