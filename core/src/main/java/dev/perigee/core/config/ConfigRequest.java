package dev.perigee.core.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line says about the configuration.
 *
 * @param file {@code --config}; empty to look in the usual places
 * @param stateDir {@code --state-dir}
 * @param cluster {@code --endpoints, --user, --cacert …}: goes to the named cluster, else to that of {@code job}, else to
 *     the only one
 * @param named the cluster that {@code cluster} overrides; empty if it follows from the job, or there is but one
 * @param job the job whose cluster {@code cluster} overrides; empty if there is but one cluster
 * @param order which of configuration and environment wins
 */
public record ConfigRequest(
        Optional<Path> file,
        Optional<Path> stateDir,
        ClusterOverrides cluster,
        Optional<String> named,
        Optional<String> job,
        Order order) {

    /** Nothing said: the usual places, configuration before environment. */
    public static final ConfigRequest NOTHING = new ConfigRequest(
            Optional.empty(),
            Optional.empty(),
            ClusterOverrides.NONE,
            Optional.empty(),
            Optional.empty(),
            Order.CONFIG_FIRST);

    /** Which of configuration and {@code ETCDCTL_*} wins. Flags win over both. */
    public enum Order {
        /** For jobs and the daemon: a stray variable must not back up another cluster. */
        CONFIG_FIRST,
        /** For commands on one file, and those that stand in for etcdctl. */
        ENVIRONMENT_FIRST
    }
}
