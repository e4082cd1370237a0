package dev.perigee.core.engine;

import java.util.Optional;

/**
 * Whose backups are meant, and in which sinks.
 *
 * @param cluster the cluster's name; empty if there is but one
 * @param sink the only sink; empty for all
 */
public record Scope(Optional<String> cluster, Optional<String> sink) {

    /** The only cluster, all sinks. */
    public static final Scope ALL = new Scope(Optional.empty(), Optional.empty());
}
