package dev.perigee.cli.console;

import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.config.ConfigRequest.Order;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.EngineRequest;
import dev.perigee.core.time.Timing;
import java.util.Optional;

/** Opens an engine as the global options say. */
public final class Engines {

    private Engines() {}

    /**
     * For commands on jobs and backups: a stray variable must not back up another cluster.
     *
     * @param session the run
     * @param job whose cluster the options towards etcd mean; empty if there is but one cluster
     * @return an engine; close it
     */
    public static Engine forJobs(Session session, Optional<String> job) {
        return open(session, Optional.empty(), job, Order.CONFIG_FIRST);
    }

    /**
     * For commands on one file, and those that stand in for etcdctl: the environment counts more than the configuration.
     *
     * @param session the run
     * @param job whose cluster the options towards etcd mean; empty if there is but one cluster
     * @return an engine; close it
     */
    public static Engine forEtcd(Session session, Optional<String> job) {
        return open(session, Optional.empty(), job, Order.ENVIRONMENT_FIRST);
    }

    /**
     * For commands on the keys of one cluster, where the environment counts more as well.
     *
     * @param session the run
     * @param cluster which one the options towards etcd mean; empty if there is but one
     * @return an engine; close it
     */
    public static Engine forCluster(Session session, Optional<String> cluster) {
        return open(session, cluster, Optional.empty(), Order.ENVIRONMENT_FIRST);
    }

    private static Engine open(Session session, Optional<String> cluster, Optional<String> job, Order order) {
        return Engine.open(new EngineRequest(
                session.environment(),
                session.installation(),
                () -> new ConfigRequest(
                        session.options().config(),
                        session.options().stateDir(),
                        ClusterFlags.of(session),
                        cluster,
                        job,
                        order),
                Version.number(),
                Timing.system()));
    }
}
