package dev.perigee.core;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.OperationException;
import java.nio.file.Path;
import java.util.List;

/** Brings a backup back to a file. */
public final class Fetch {

    private final Environment environment;

    /**
     * A fetch of any backup.
     *
     * @param environment what it stands on
     */
    public Fetch(Environment environment) {
        this.environment = environment;
    }

    /**
     * Brings a backup to a file: local sinks first, then in the order given, moving on when a copy is damaged or a sink
     * breaks off. A get that breaks is resumed where it broke. The bytes go to {@code FILE.part}; the rename comes after
     * the digest has been compared with the manifest's. The snapshot's own structure is not checked again.
     *
     * @param cluster the cluster's name
     * @param sinks where to look
     * @param which the backup
     * @param file where to; an existing file is replaced by the rename and not touched before
     * @return the file, and where it came from
     * @throws OperationException NOT_FOUND, BAD_INPUT, DAMAGED if every copy is, CONNECTION, NO_SPACE, INPUT_OUTPUT
     */
    public Fetched run(String cluster, List<Destination> sinks, Selector which, Path file) throws OperationException {
        throw new UnsupportedOperationException("not yet: " + environment + cluster + sinks + which + file);
    }
}
