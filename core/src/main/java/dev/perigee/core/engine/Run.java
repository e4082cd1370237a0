package dev.perigee.core.engine;

import dev.perigee.core.backup.Job;
import dev.perigee.core.config.PerigeeConfig;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.plugin.SinkPlugins;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.state.Environment;
import dev.perigee.core.state.StateDirectory;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.format.snapshot.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One run of a request: what it stands on, and what the names in it mean. */
public final class Run {

    private final Engine engine;
    private final Footing footing;
    private final ProgressListener progress;

    Run(Engine engine, Footing footing, ProgressListener progress) {
        this.engine = engine;
        this.footing = footing;
        this.progress = progress;
    }

    Engine engine() {
        return engine;
    }

    ProgressListener progress() {
        return progress;
    }

    /** The same run, of whose steps nobody hears. */
    Run unheard() {
        return new Run(engine, footing, ProgressListener.NONE);
    }

    Timing timing() {
        return engine.request().timing();
    }

    PerigeeConfig config() throws OperationException {
        return footing.get().config();
    }

    SinkPlugins plugins() throws OperationException {
        return footing.get().plugins();
    }

    /** How far the reading of a local file has come. */
    Progress reading() {
        return (done, total) -> progress.on(new ProgressEvent.Reading(done, total));
    }

    /** What a verb stands on that keeps something. */
    Environment environment() throws OperationException {
        places().requireApart();
        return environment(engine.state());
    }

    private SinkPlaces places() throws OperationException {
        return new SinkPlaces(config(), plugins()::place);
    }

    /** What a verb stands on that tries a sink and keeps no state. */
    Environment tryingEnvironment() throws OperationException {
        places().requireOutsideOfState();
        return withoutState();
    }

    /**
     * What a verb stands on that only reads backups. Where the state directory can't be made or written, nothing is kept there,
     * and what is missing there is asked of the sinks; where it is no directory at all, somebody has named the wrong path.
     */
    Environment readingEnvironment() throws OperationException {
        places().requireOutsideOfState();
        try {
            return environment(engine.state());
        } catch (OperationException e) {
            Path named = config().stateDir();
            if (Files.exists(named) && !Files.isDirectory(named)) {
                throw e;
            }
            return withoutState();
        }
    }

    /** The same, where the sinks must show what is new enough. */
    Environment environment(Scope scope) throws OperationException {
        return newEnough(environment(), scope);
    }

    /** The same, where the sinks must show what is new enough. */
    Environment readingEnvironment(Scope scope) throws OperationException {
        return newEnough(readingEnvironment(), scope);
    }

    private static Environment newEnough(Environment environment, Scope scope) {
        return environment.sealing(environment.seals().newerThan(scope.newerThan()));
    }

    /** What a verb stands on that keeps no state; the state directory is not touched. */
    Environment withoutState() throws OperationException {
        return environment(new StateDirectory(config().stateDir(), timing()));
    }

    private Environment environment(StateDirectory directory) throws OperationException {
        return engine.environment(footing.get(), directory, progress);
    }

    ClusterSettings cluster(Optional<String> name) throws OperationException {
        List<ClusterSettings> all = config().clusters();
        return name.isPresent() ? named("cluster", name.get(), all, ClusterSettings::name) : onlyCluster(all);
    }

    private static ClusterSettings onlyCluster(List<ClusterSettings> all) throws OperationException {
        if (all.size() > 1) {
            throw unclear(
                    "several clusters are configured", "pick one with --cluster: " + names(all, ClusterSettings::name));
        }
        return all.getFirst();
    }

    /** The cluster that a job's name tells, where no job is needed if there is but one cluster. */
    ClusterSettings clusterOfJob(Optional<String> job) throws OperationException {
        if (job.isPresent()) {
            return config().job(job.get())
                    .orElseThrow(
                            () -> new OperationException(Outcome.NOT_FOUND, "no job is called '" + job.get() + "'"))
                    .cluster();
        }
        if (config().clusters().size() > 1) {
            throw unclear("several clusters are configured", "name the job whose cluster is meant with --job");
        }
        return config().clusters().getFirst();
    }

    List<Job> jobs(Optional<String> name, boolean all) throws OperationException {
        List<Job> jobs = config().jobs();
        if (name.isPresent()) {
            return List.of(named("job", name.get(), jobs, Job::name));
        }
        if (jobs.size() > 1 && !all) {
            throw unclear(
                    "several jobs are configured", "pick one with --job, or take --all: " + names(jobs, Job::name));
        }
        return jobs;
    }

    List<Destination> sinks(Scope scope) throws OperationException {
        List<Destination> all = config().sinks();
        return scope.sink().isEmpty() ? all : List.of(named("sink", scope.sink().get(), all, Destination::name));
    }

    /** With the word of a sink that was named preferred to ours. */
    Sought sought(Scope scope) throws OperationException {
        return new Sought(
                cluster(scope.cluster()).name(), sinks(scope), scope.sink().isPresent());
    }

    private static <T> T named(String what, String name, List<T> all, Function<T, String> names)
            throws OperationException {
        return all.stream()
                .filter(each -> names.apply(each).equals(name))
                .findFirst()
                .orElseThrow(() -> new OperationException(
                        Outcome.NOT_FOUND,
                        "no " + what + " is called '" + name + "'",
                        Optional.of("there are: " + names(all, names)),
                        Optional.empty()));
    }

    private static <T> String names(List<T> all, Function<T, String> names) {
        return all.stream().map(names).collect(Collectors.joining(", "));
    }

    private static OperationException unclear(String message, String hint) {
        return new OperationException(Outcome.BAD_REQUEST, message, Optional.of(hint), Optional.empty());
    }
}
