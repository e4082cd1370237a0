package dev.perigee.core.config;

import dev.perigee.core.admission.Limits;
import dev.perigee.core.backup.Job;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.fleet.LeaderSettings;
import dev.perigee.core.hook.Hook;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.spool.SpoolSettings;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The effective configuration: what is in force, whatever said so.
 *
 * @param source the file it was read from; empty if there is none and the defaults are in force
 * @param files that file and what it includes
 * @param reloadOnChange whether a daemon reads them anew when they say something else
 * @param stateDir where we keep our own files: {@code spool/}, {@code cache/}, and {@code backup/} of the default sink
 * @param instance this installation's name, as it stands in the manifests
 * @param zone whose clock the schedules speak of
 * @param pluginDirectories where sinks are looked for
 * @param spool how much may wait for sinks that are down
 * @param limits how much is done at once
 * @param redaction in an export that is safe to show, further keys whose values are left out
 * @param identities what opens encrypted backups here
 * @param seals what manifests are signed with here, and whose signatures are believed
 * @param http where the daemon answers over HTTP; empty if it doesn't
 * @param leader how the daemons that share these jobs agree who runs which; empty if every one runs all
 * @param clusters in the order in which they are written; at least one
 * @param sinks in the order in which they are written; at least one
 * @param jobs in the order in which they are written; at least one
 * @param hooks who is told of what happens, in the order in which they are written
 */
public record PerigeeConfig(
        Optional<Path> source,
        ConfigFiles files,
        boolean reloadOnChange,
        Path stateDir,
        String instance,
        ZoneId zone,
        List<Path> pluginDirectories,
        SpoolSettings spool,
        Limits limits,
        List<Pattern> redaction,
        Identities identities,
        Seals seals,
        Optional<HttpSettings> http,
        Optional<LeaderSettings> leader,
        List<ClusterSettings> clusters,
        List<Destination> sinks,
        List<Job> jobs,
        List<Hook> hooks) {

    /** Copies the lists. */
    public PerigeeConfig {
        pluginDirectories = List.copyOf(pluginDirectories);
        redaction = List.copyOf(redaction);
        clusters = List.copyOf(clusters);
        sinks = List.copyOf(sinks);
        jobs = List.copyOf(jobs);
        hooks = List.copyOf(hooks);
    }

    /**
     * A job by its name.
     *
     * @param name as in the configuration
     * @return empty if there is no such job
     */
    public Optional<Job> job(String name) {
        return jobs.stream().filter(job -> job.name().equals(name)).findFirst();
    }

    /**
     * A sink by its name.
     *
     * @param name as in the configuration
     * @return empty if there is no such sink
     */
    public Optional<Destination> sink(String name) {
        return sinks.stream().filter(sink -> sink.name().equals(name)).findFirst();
    }

    /**
     * A cluster by its name.
     *
     * @param name as in the configuration
     * @return empty if there is no such cluster
     */
    public Optional<ClusterSettings> cluster(String name) {
        return clusters.stream().filter(cluster -> cluster.name().equals(name)).findFirst();
    }
}
