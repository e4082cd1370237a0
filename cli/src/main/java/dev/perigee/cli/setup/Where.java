package dev.perigee.cli.setup;

import dev.perigee.cli.console.Failure;
import dev.perigee.core.Destination;
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
}
