package dev.perigee.core.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * Whose backups are meant, and in which sinks.
 *
 * @param cluster the cluster's name; empty if there is but one
 * @param sink the only sink; empty for all
 * @param newerThan a sink must show something newer, or it isn't believed; empty for whatever it shows
 */
public record Scope(Optional<String> cluster, Optional<String> sink, Optional<Instant> newerThan) {

    /** The only cluster, all sinks. */
    public static final Scope ALL = new Scope(Optional.empty(), Optional.empty());

    /**
     * Whatever a sink shows.
     *
     * @param cluster the cluster's name; empty if there is but one
     * @param sink the only sink; empty for all
     */
    public Scope(Optional<String> cluster, Optional<String> sink) {
        this(cluster, sink, Optional.empty());
    }
}
