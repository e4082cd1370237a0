package dev.perigee.core.engine;

import dev.perigee.core.backup.Job;
import dev.perigee.core.config.ConfigFiles;
import dev.perigee.core.config.ConfigLoader;
import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.config.HttpSettings;
import dev.perigee.core.config.InspectedConfig;
import dev.perigee.core.config.PerigeeConfig;
import dev.perigee.core.config.Surroundings;
import dev.perigee.core.fleet.LeaderSettings;
import dev.perigee.core.hook.Hook;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.state.Environment;
import dev.perigee.core.state.StateDirectory;
import dev.perigee.core.time.Timing;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs requests, for whatever front end. Owns the configuration, the sinks' plugins, the state directory, and how much is done
 * at once. Each is opened when the first request needs it: a restore from a file must not stumble over a configuration that it
 * has no use for. The configuration may be replaced by {@link ReloadRequest}; a run that has begun stands on the one before until
 * it ends. Safe for many threads.
 */
public final class Engine implements AutoCloseable {

    private static final System.Logger LOG = LateLogger.of(Engine.class);

    private final EngineRequest request;
    private final Generations generations = new Generations();
    private @Nullable ConfigRequest wanted;
    private final Object reloading = new Object();
    private @Nullable StateDirectory state;

    private Engine(EngineRequest request) {
        this.request = request;
    }

    /**
     * Opens an engine. Reads nothing yet.
     *
     * @param request what it stands on
     * @return the engine; close it
     */
    public static Engine open(EngineRequest request) {
        return new Engine(request);
    }

    /**
     * Does what is asked for, on the calling thread. Interrupting it ends it soon, with nothing partial left.
     *
     * @param what what to do
     * @param progress hears of the steps
     * @return what came of it
     * @throws OperationException if it came to nothing
     */
    public <R extends Result> R run(Request<R> what, ProgressListener progress) throws OperationException {
        try (Footing footing = new Footing(this)) {
            return what.in(new Run(this, footing, progress));
        } catch (OperationException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw Causes.explained(e);
        }
    }

    /**
     * Does what is asked for, unheard.
     *
     * @param what what to do
     * @return what came of it
     * @throws OperationException if it came to nothing
     */
    public <R extends Result> R run(Request<R> what) throws OperationException {
        return run(what, ProgressListener.NONE);
    }

    /**
     * The jobs of the configuration.
     *
     * @return at least one
     * @throws OperationException BAD_CONFIGURATION if it can't be used
     */
    public List<Job> jobs() throws OperationException {
        return config().jobs();
    }

    /**
     * Where the daemon answers over HTTP.
     *
     * @return empty if it doesn't
     * @throws OperationException BAD_CONFIGURATION if the configuration can't be used
     */
    public Optional<HttpSettings> http() throws OperationException {
        return config().http();
    }

    /**
     * How the daemons that share these jobs agree who runs which.
     *
     * @return empty if every one runs all
     * @throws OperationException BAD_CONFIGURATION if the configuration can't be used
     */
    public Optional<LeaderSettings> leader() throws OperationException {
        return config().leader();
    }

    /**
     * Time, waiting, chance.
     *
     * @return as the engine was opened with
     */
    public Timing timing() {
        return request.timing();
    }

    /**
     * Who is told of what happens.
     *
     * @return the hooks of the configuration
     * @throws OperationException BAD_CONFIGURATION if it can't be used
     */
    public List<Hook> hooks() throws OperationException {
        return config().hooks();
    }

    /**
     * This installation's name.
     *
     * @return as it stands in the manifests
     * @throws OperationException BAD_CONFIGURATION if the configuration can't be used
     */
    public String instance() throws OperationException {
        return config().instance();
    }

    /**
     * Whose clock times without a zone are of.
     *
     * @return the configuration's zone
     * @throws OperationException BAD_CONFIGURATION if it can't be used
     */
    public ZoneId zone() throws OperationException {
        return config().zone();
    }

    /**
     * Where we keep our own files. It is made if it isn't there.
     *
     * @return the directory
     * @throws OperationException if it can't be written, or the configuration can't be used
     */
    public Path stateDirectory() throws OperationException {
        return state().path();
    }

    /**
     * Our own version.
     *
     * @return such as {@code 0.1.0}
     */
    public String version() {
        return request.version();
    }

    /**
     * Whether the files of the configuration say something else than when they were read. Reads them again.
     *
     * @return a digest of what they say now, if {@code reload-on-change} is set and it isn't what is in force; else empty
     * @throws OperationException BAD_CONFIGURATION if the configuration in force was never read and can't be used
     */
    public Optional<String> changedConfiguration() throws OperationException {
        PerigeeConfig config = config();
        ConfigFiles files = config.files();
        return config.reloadOnChange() && files.areLasting()
                ? Optional.of(files.digestNow()).filter(now -> !now.equals(files.digest()))
                : Optional.empty();
    }

    /** From now on nothing new is begun: what waits its turn ends INTERRUPTED. */
    public void stop() {
        generations.stop();
    }

    /** Lets go of the plugins. Nothing may be begun any more. */
    @Override
    public void close() {
        generations.close();
    }

    /** One at a time; what runs is not held up. */
    ReloadRequest.Reload reload(Approval<ReloadRequest.Reload> approval) throws OperationException {
        synchronized (reloading) {
            InForce before = inForce();
            PerigeeConfig next = read(before);
            InForce after = before.followedBy(next);
            ReloadRequest.Reload jobs =
                    new ReloadRequest.Reload(before.config().jobs(), next.jobs(), !after.standsOn(before));
            boolean taken = false;
            try {
                taken = approval.approve(jobs);
                if (taken) {
                    generations.follow(after);
                }
                return jobs;
            } finally {
                if (!taken && after.plugins() != before.plugins()) {
                    after.plugins().close();
                }
            }
        }
    }

    private PerigeeConfig read(InForce before) throws OperationException {
        if (!before.config().files().areLasting()) {
            throw new OperationException(
                    Outcome.BAD_CONFIGURATION,
                    "the configuration came out of a pipe, which can't be read a second time; restart the daemon");
        }
        InspectedConfig looked = inspected();
        before.requireUsable(looked);
        PerigeeConfig next = looked.config();
        if (!next.stateDir().equals(before.config().stateDir())) {
            throw new OperationException(
                    Outcome.BAD_CONFIGURATION,
                    "state-dir is " + next.stateDir() + ", and was "
                            + before.config().stateDir() + ", which can't change under a running daemon; restart it");
        }
        if (!next.http().equals(before.config().http())) {
            throw new OperationException(
                    Outcome.BAD_CONFIGURATION,
                    "http is another one, which can't change under a running daemon; restart it");
        }
        if (!meetWhere(before.config().leader(), next.leader())) {
            throw new OperationException(
                    Outcome.BAD_CONFIGURATION,
                    "mode or leader is another one, or the cluster in which the daemons agree, which can't change under a"
                            + " running daemon; restart it");
        }
        return next;
    }

    private static boolean meetWhere(Optional<LeaderSettings> before, Optional<LeaderSettings> next) {
        return before.isPresent() == next.isPresent()
                && before.flatMap(one -> next.map(one::meetsWhere)).orElse(true);
    }

    synchronized StateDirectory state() throws OperationException {
        if (state == null) {
            state = StateDirectory.open(config().stateDir(), request.timing());
            state.warning().ifPresent(text -> LOG.log(System.Logger.Level.WARNING, text));
        }
        return state;
    }

    private PerigeeConfig config() throws OperationException {
        return inForce().config();
    }

    /** The configuration for a look at it, apart from what is in force. */
    InspectedConfig inspected() throws OperationException {
        return loader().inspect(wanted());
    }

    EngineRequest request() {
        return request;
    }

    Environment environment(InForce inForce, StateDirectory directory, ProgressListener progress) {
        return new Environment(
                directory,
                inForce.plugins(),
                inForce.config().spool(),
                request.version(),
                inForce.config().instance(),
                request.timing(),
                progress,
                inForce.admission(),
                inForce.config().identities(),
                inForce.config().seals());
    }

    /** What a run that begins now stands on; {@link #leave} when it has ended. */
    synchronized InForce enter() throws OperationException {
        inForce();
        return generations.enter();
    }

    void leave(InForce left) {
        generations.leave(left);
    }

    private synchronized InForce inForce() throws OperationException {
        if (generations.current().isEmpty()) {
            generations.follow(InForce.of(loader().load(wanted())));
        }
        return generations.current().orElseThrow();
    }

    private synchronized ConfigRequest wanted() throws OperationException {
        if (wanted == null) {
            wanted = request.configuration().get();
        }
        return wanted;
    }

    private ConfigLoader loader() {
        return new ConfigLoader(Surroundings.of(request.environment(), request.installation()));
    }
}
