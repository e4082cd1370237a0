package dev.perigee.cli.setup;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Version;
import dev.perigee.core.admission.Admission;
import dev.perigee.core.config.ConfigException;
import dev.perigee.core.config.ConfigLoader;
import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.config.ConfigRequest.Order;
import dev.perigee.core.config.InspectedConfig;
import dev.perigee.core.config.PerigeeConfig;
import dev.perigee.core.config.Problem;
import dev.perigee.core.config.Surroundings;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.plugin.SinkPlugins;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.state.Environment;
import dev.perigee.core.state.StateDirectory;
import dev.perigee.core.time.Timing;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The configuration in force, with the sinks' plugins. Nothing of a plugin is read before its sink is opened. */
public final class Setup implements AutoCloseable {

    private final PerigeeConfig config;
    private final SinkPlugins plugins;

    /**
     * Reads the configuration for a look at it: what is wrong with it is told, not thrown.
     *
     * @param session the run
     * @return the setup, close it; and what is wrong
     * @throws ConfigException if the configuration can't be read at all
     * @throws Failure if an option can't be used
     */
    public static Inspected inspected(Session session) throws ConfigException, Failure {
        InspectedConfig inspected =
                loader(session).inspect(request(session, Optional.empty(), Optional.empty(), Order.CONFIG_FIRST));
        return new Inspected(new Setup(inspected.config()), inspected.problems());
    }

    /**
     * A setup, whatever is wrong with it.
     *
     * @param setup as far as it goes
     * @param problems of the configuration alone, not of its sinks' own settings
     */
    public record Inspected(Setup setup, List<Problem> problems) implements AutoCloseable {

        @Override
        public void close() {
            setup.close();
        }
    }

    private Setup(PerigeeConfig config) {
        this.config = config;
        this.plugins = SinkPlugins.in(config.pluginDirectories());
    }

    /**
     * Reads the configuration for a command on jobs and backups.
     *
     * @param session the run
     * @param job whose cluster the options towards etcd mean; empty if there is but one cluster
     * @return the setup; close it
     * @throws ConfigException with everything that is wrong
     * @throws Failure if an option can't be used
     */
    public static Setup of(Session session, Optional<String> job) throws ConfigException, Failure {
        return new Setup(load(session, Optional.empty(), job, Order.CONFIG_FIRST));
    }

    /**
     * Reads the configuration for a command on one file, where the environment counts more than the configuration.
     *
     * @param session the run
     * @param job whose cluster the options towards etcd mean; empty if there is but one cluster
     * @return the setup; close it
     * @throws ConfigException with everything that is wrong
     * @throws Failure if an option can't be used
     */
    public static Setup forOneFile(Session session, Optional<String> job) throws ConfigException, Failure {
        return new Setup(load(session, Optional.empty(), job, Order.ENVIRONMENT_FIRST));
    }

    /**
     * Reads the configuration for a command on one cluster, where the environment counts more as well.
     *
     * @param session the run
     * @param cluster which one the options towards etcd mean; empty if there is but one
     * @return the setup; close it
     * @throws ConfigException with everything that is wrong
     * @throws Failure if an option can't be used
     */
    public static Setup forCluster(Session session, Optional<String> cluster) throws ConfigException, Failure {
        return new Setup(load(session, cluster, Optional.empty(), Order.ENVIRONMENT_FIRST));
    }

    /**
     * Reads the configuration for a command that stands in for etcdctl, where the environment counts more as well.
     *
     * @param session the run
     * @param job whose cluster is meant; empty if there is but one cluster
     * @return how to reach the cluster
     * @throws ConfigException with everything that is wrong
     * @throws Failure if an option can't be used, or the choice is open
     */
    public static ClusterSettings etcd(Session session, Optional<String> job) throws ConfigException, Failure {
        try (Setup setup = new Setup(load(session, Optional.empty(), job, Order.ENVIRONMENT_FIRST))) {
            if (job.isPresent()) {
                return setup.config()
                        .job(job.get())
                        .orElseThrow(() -> Failure.of(ExitCode.NOT_FOUND, "no job is called '" + job.get() + "'"))
                        .cluster();
            }
            List<ClusterSettings> clusters = setup.config().clusters();
            if (clusters.size() > 1) {
                throw Failure.of(ExitCode.BAD_ARGUMENTS, "several clusters are configured")
                        .withHint("name the job whose cluster is meant with --job");
            }
            return clusters.getFirst();
        }
    }

    private static PerigeeConfig load(Session session, Optional<String> cluster, Optional<String> job, Order order)
            throws ConfigException, Failure {
        return loader(session).load(request(session, cluster, job, order));
    }

    private static ConfigLoader loader(Session session) {
        return new ConfigLoader(Surroundings.of(session.environment(), session.installation()));
    }

    private static ConfigRequest request(Session session, Optional<String> cluster, Optional<String> job, Order order)
            throws Failure {
        return new ConfigRequest(
                session.options().config(),
                session.options().stateDir(),
                ClusterFlags.of(session),
                cluster,
                job,
                order);
    }

    /**
     * What is in force.
     *
     * @return the configuration
     */
    public PerigeeConfig config() {
        return config;
    }

    /**
     * The sinks' plugins.
     *
     * @return of all plugin directories
     */
    public SinkPlugins plugins() {
        return plugins;
    }

    /**
     * What the verbs stand on. Makes the state directory.
     *
     * @param progress who hears of the steps
     * @return the environment
     * @throws OperationException if the state directory can't be written
     */
    public Environment environment(ProgressListener progress) throws OperationException {
        StateDirectory state = StateDirectory.open(config.stateDir());
        state.warning()
                .ifPresent(text -> System.getLogger(Setup.class.getName()).log(System.Logger.Level.WARNING, text));
        return environment(state, progress);
    }

    /**
     * What a verb stands on that only reads backups. Where the state directory can't be made or written, nothing is kept
     * there, and what is missing there is asked of the sinks.
     *
     * @param progress who hears of the steps
     * @return the environment
     */
    public Environment reading(ProgressListener progress) {
        try {
            return environment(progress);
        } catch (OperationException e) {
            return withoutState(progress);
        }
    }

    /**
     * What a verb stands on that keeps no state; the state directory is not touched.
     *
     * @param progress who hears of the steps
     * @return the environment
     */
    public Environment withoutState(ProgressListener progress) {
        return environment(new StateDirectory(config.stateDir()), progress);
    }

    private Environment environment(StateDirectory state, ProgressListener progress) {
        return new Environment(
                state,
                plugins::open,
                config.spool(),
                Version.number(),
                config.instance(),
                Timing.system(),
                progress,
                new Admission(config.limits(), config.spool().bytes()));
    }

    /**
     * The cluster that is meant.
     *
     * @param name as given; empty if there is but one
     * @return the cluster
     * @throws Failure NOT_FOUND if there is none of that name, BAD_ARGUMENTS if the choice is open
     */
    public ClusterSettings cluster(Optional<String> name) throws Failure {
        if (name.isPresent()) {
            return config.cluster(name.get())
                    .orElseThrow(() -> Failure.of(ExitCode.NOT_FOUND, "no cluster is called '" + name.get() + "'")
                            .withHint("there are: " + clusterNames()));
        }
        if (config.clusters().size() > 1) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "several clusters are configured")
                    .withHint("pick one with --cluster: " + clusterNames());
        }
        return config.clusters().getFirst();
    }

    /**
     * The sinks that are meant.
     *
     * @param name as given; empty for all
     * @return at least one
     * @throws Failure NOT_FOUND if there is none of that name
     */
    public List<Destination> sinks(Optional<String> name) throws Failure {
        if (name.isEmpty()) {
            return config.sinks();
        }
        return List.of(config.sink(name.get())
                .orElseThrow(() -> Failure.of(ExitCode.NOT_FOUND, "no sink is called '" + name.get() + "'")
                        .withHint("there are: "
                                + config.sinks().stream().map(Destination::name).collect(Collectors.joining(", ")))));
    }

    private String clusterNames() {
        return config.clusters().stream().map(ClusterSettings::name).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        plugins.close();
    }
}
