package dev.perigee.core.engine;

import dev.perigee.core.backup.Job;
import dev.perigee.core.config.ConfigException;
import dev.perigee.core.config.InspectedConfig;
import dev.perigee.core.config.PerigeeConfig;
import dev.perigee.core.config.Problem;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.plugin.SinkPlugins;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks the configuration, the files it names, every sink's settings and every plugin, as this user. Asks no server. */
public record ConfigCheckRequest() implements Request<ConfigCheckRequest.Checked> {

    /**
     * What was found.
     *
     * @param readable whether the configuration could be read at all
     * @param file the file it was read from; empty if there is none
     * @param clusters the clusters' names
     * @param sinks the sinks' names
     * @param jobs the jobs' names
     * @param findings the configuration's, in the order of its lines, then its sinks' own
     */
    public record Checked(
            boolean readable,
            Optional<String> file,
            List<String> clusters,
            List<String> sinks,
            List<String> jobs,
            List<String> findings)
            implements Result {

        /** BAD_CONFIGURATION if there is a problem. */
        @Override
        public Outcome outcome() {
            return findings.isEmpty() ? Outcome.OK : Outcome.BAD_CONFIGURATION;
        }
    }

    @Override
    public Checked in(Run run) throws OperationException {
        try {
            return checked(run.engine().inspected());
        } catch (ConfigException e) {
            List<String> problems = e.problems().stream().map(Problem::toString).toList();
            return new Checked(false, Optional.empty(), List.of(), List.of(), List.of(), problems);
        }
    }

    private static Checked checked(InspectedConfig inspected) {
        PerigeeConfig config = inspected.config();
        try (SinkPlugins plugins = SinkPlugins.in(config.pluginDirectories(), config.stateDir())) {
            Stream<String> own = inspected.problems().stream().map(Problem::toString);
            return new Checked(
                    true,
                    config.source().map(Object::toString),
                    config.clusters().stream().map(ClusterSettings::name).toList(),
                    config.sinks().stream().map(Destination::name).toList(),
                    config.jobs().stream().map(Job::name).toList(),
                    Stream.concat(own, SinkReadiness.of(config, plugins).findings().stream())
                            .toList());
        }
    }
}
