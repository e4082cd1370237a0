package dev.perigee.core;

import java.util.List;

/** Lists the backups of a cluster in its sinks. */
public final class ListBackups {

    private final Environment environment;

    /**
     * A listing of any cluster.
     *
     * @param environment what it stands on
     */
    public ListBackups(Environment environment) {
        this.environment = environment;
    }

    /**
     * Lists all sinks in parallel. A sink that can't be listed is a warning; a write-only one is left out.
     *
     * @param cluster the cluster's name
     * @param sinks where to look
     * @return one row per id
     */
    public Listing run(String cluster, List<Destination> sinks) {
        throw new UnsupportedOperationException("not yet: " + environment + cluster + sinks);
    }
}
