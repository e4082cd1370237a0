package dev.perigee.core.engine;

import dev.perigee.core.admission.Admission;
import dev.perigee.core.backup.Job;
import dev.perigee.core.config.ConfigLoader;
import dev.perigee.core.config.InspectedConfig;
import dev.perigee.core.config.PerigeeConfig;
import dev.perigee.core.config.Surroundings;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.plugin.SinkPlugins;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.state.Environment;
import dev.perigee.core.state.StateDirectory;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs requests, for whatever front end. Owns the configuration, the sinks' plugins, the state directory, and how much is done
 * at once. Each is opened when the first request needs it: a restore from a file must not stumble over a configuration that it
 * has no use for. Safe for many threads.
 */
public final class Engine implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());

    private final EngineRequest request;
    private @Nullable Opened opened;
    private @Nullable StateDirectory state;

    private Engine(EngineRequest request) {
        this.request = request;
    }

    /** What comes with the configuration. */
    private record Opened(PerigeeConfig config, SinkPlugins plugins, Admission admission) {}

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
        try {
            return what.in(new Run(this, progress));
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

    /** From now on nothing new is begun: what waits its turn ends INTERRUPTED. */
    public synchronized void stop() {
        if (opened != null) {
            opened.admission().close();
        }
    }

    /** Closes the plugins. Nothing may run any more. */
    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.plugins().close();
            opened = null;
        }
    }

    synchronized StateDirectory state() throws OperationException {
        if (state == null) {
            state = StateDirectory.open(config().stateDir());
            state.warning().ifPresent(text -> LOG.log(System.Logger.Level.WARNING, text));
        }
        return state;
    }

    PerigeeConfig config() throws OperationException {
        return opened().config();
    }

    SinkPlugins plugins() throws OperationException {
        return opened().plugins();
    }

    /** The configuration for a look at it, apart from what is in force. */
    InspectedConfig inspected() throws OperationException {
        return loader().inspect(request.configuration().get());
    }

    EngineRequest request() {
        return request;
    }

    Environment environment(StateDirectory directory, ProgressListener progress) throws OperationException {
        Opened all = opened();
        return new Environment(
                directory,
                all.plugins()::open,
                all.config().spool(),
                request.version(),
                all.config().instance(),
                request.timing(),
                progress,
                all.admission(),
                all.config().identities());
    }

    private synchronized Opened opened() throws OperationException {
        if (opened == null) {
            PerigeeConfig config = loader().load(request.configuration().get());
            opened = new Opened(
                    config,
                    SinkPlugins.in(config.pluginDirectories()),
                    new Admission(config.limits(), config.spool().bytes()));
        }
        return opened;
    }

    private ConfigLoader loader() {
        return new ConfigLoader(Surroundings.of(request.environment(), request.installation()));
    }
}
