package dev.perigee.cli.setup;

import dev.perigee.cli.console.Failure;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.sinks.Destination;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say whose backups are meant, and in which sinks. */
public final class Where {

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Whose backups. Needed if there are several clusters.")
    private @Nullable String cluster;

    @Option(names = "--sink", paramLabel = "NAME", description = "Only in this sink. Default: in all.")
    private @Nullable String sink;

    /**
     * Whose backups.
     *
     * @return empty if not said
     */
    public Optional<String> cluster() {
        return Optional.ofNullable(cluster);
    }

    /**
     * Whose backups, if it is clear.
     *
     * @param setup the configuration
     * @return the cluster's name
     * @throws Failure if it isn't
     */
    public String cluster(Setup setup) throws Failure {
        return setup.cluster(cluster()).name();
    }

    /**
     * In which sinks.
     *
     * @param setup the configuration
     * @return at least one
     * @throws Failure if there is none of the name given
     */
    public List<Destination> sinks(Setup setup) throws Failure {
        return setup.sinks(Optional.ofNullable(sink));
    }

    /**
     * Whose backup is wanted, and from where.
     *
     * @param setup the configuration
     * @return with the word of a sink that was named preferred to ours
     * @throws Failure if it isn't clear
     */
    public Sought sought(Setup setup) throws Failure {
        return new Sought(cluster(setup), sinks(setup), sink != null);
    }

    /**
     * Which sinks of a cluster have to hold its backups.
     *
     * @param setup the configuration
     * @param cluster the cluster's name
     * @return the one that was named; else those of the cluster's jobs; else all
     * @throws Failure if there is none of the name given
     */
    public List<Destination> due(Setup setup, String cluster) throws Failure {
        List<Destination> ofJobs = setup.config().jobs().stream()
                .filter(job -> job.cluster().name().equals(cluster))
                .flatMap(job -> job.destinations().stream())
                .filter(destination -> destination.access() == Destination.Access.FULL)
                .distinct()
                .toList();
        return sink != null || ofJobs.isEmpty() ? sinks(setup) : ofJobs;
    }
}
