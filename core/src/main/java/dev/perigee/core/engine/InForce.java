package dev.perigee.core.engine;

import dev.perigee.core.admission.Admission;
import dev.perigee.core.config.InspectedConfig;
import dev.perigee.core.config.PerigeeConfig;
import dev.perigee.core.config.Problem;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.plugin.SinkPlugins;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A configuration in force, with what comes with it.
 *
 * @param config what it says
 * @param plugins the sinks' plugins
 * @param admission who may work at the same time
 */
record InForce(PerigeeConfig config, SinkPlugins plugins, Admission admission) {

    static InForce of(PerigeeConfig config) {
        return new InForce(config, SinkPlugins.in(config.pluginDirectories(), config.stateDir()), admission(config));
    }

    private static Admission admission(PerigeeConfig config) {
        return new Admission(config.limits(), config.spool().bytes());
    }

    /** Of one that can't be used, all that is wrong is said at once, its sinks' own settings included. */
    void requireUsable(InspectedConfig next) throws OperationException {
        if (!next.problems().isEmpty()) {
            throw unusable(Stream.concat(
                    next.problems().stream().map(Problem::toString),
                    SinkReadiness.of(next.config(), plugins).findings().stream()));
        }
    }

    private static OperationException unusable(Stream<String> findings) {
        return new OperationException(Outcome.BAD_CONFIGURATION, findings.collect(Collectors.joining("\n")));
    }

    /**
     * What is in force after this. Limits that are the same go on to count what runs under either. Loaded plugins are kept if
     * they serve all sinks; else those that lie there now are looked at: one may have been put there for a new sink.
     *
     * @throws OperationException BAD_CONFIGURATION with all that is wrong with plugins and sinks; nothing stays open
     */
    InForce followedBy(PerigeeConfig next) throws OperationException {
        boolean samePlaces = next.pluginDirectories().equals(config.pluginDirectories());
        boolean kept = samePlaces && SinkReadiness.of(next, plugins).findings().isEmpty();
        return new InForce(next, kept ? plugins : ready(next), sameLimits(next) ? admission : admission(next));
    }

    /** Whether what a job that goes on and on took from another one is still what it would get here. */
    boolean standsOn(InForce before) {
        return plugins == before.plugins
                && admission == before.admission
                && config.seals().equals(before.config.seals())
                && config.identities().equals(before.config.identities())
                && config.spool().equals(before.config.spool())
                && config.instance().equals(before.config.instance());
    }

    private boolean sameLimits(PerigeeConfig next) {
        return next.limits().equals(config.limits())
                && next.spool().bytes() == config.spool().bytes();
    }

    private static SinkPlugins ready(PerigeeConfig next) throws OperationException {
        SinkPlugins plugins = SinkPlugins.in(next.pluginDirectories(), next.stateDir());
        List<String> findings = SinkReadiness.of(next, plugins).findings();
        if (!findings.isEmpty()) {
            plugins.close();
            throw unusable(findings.stream());
        }
        return plugins;
    }
}
