package dev.perigee.core.plugin;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Stands around calls into a plugin: the thread's context class loader is the plugin's, and nothing unchecked comes out,
 * neither exception nor error.
 *
 * @param sink the sink's name in the configuration
 * @param plugin which plugin it is
 * @param loader its class loader
 */
record PluginGuard(String sink, PluginInfo plugin, ClassLoader loader) {

    private static final System.Logger LOG = LateLogger.of(PluginGuard.class);

    /** A verb. */
    interface Call<T> {
        T call() throws SinkException;
    }

    /** A read from a stream. */
    interface Read<T> {
        T read() throws IOException;
    }

    <T> T call(String verb, Call<T> call) throws SinkException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.call();
        } catch (SinkException e) {
            throw e;
        } catch (SettingException e) {
            throw new SinkSettingException("sinks." + sink + "." + e.key(), FailureWords.of(e));
        } catch (LinkageError e) {
            throw broken(PluginFault.sentence(e));
        } catch (Throwable e) { // an Error is a plugin's own affair, too: the other sinks go on
            throw unexpected(verb, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Reads from a stream of the plugin: what the stream says itself comes through. */
    <T> T read(Read<T> read) throws IOException {
        try {
            return read.read();
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) { // as above
            throw unexpected("get", e);
        }
    }

    /** For what no longer matters to the caller: a failure is told in the log. */
    void quietly(String verb, Call<?> call) {
        try {
            call(verb, call);
        } catch (SinkException e) {
            LOG.log(System.Logger.Level.WARNING, FailureWords.of(e));
        }
    }

    /** What a verb may not return. */
    PluginException nothing(String verb) {
        return broken(verb + " returned nothing; ask whoever wrote the plugin");
    }

    /** What would be taken for another cluster's, or worse, be removed as that. */
    SinkException unasked(String prefix, ObjectKey key) {
        return new SinkException(
                Kind.OTHER,
                Optional.of(key),
                "sink '" + sink + "': list was asked for what begins with '" + prefix + "', and gave " + key
                        + "; nothing of this listing is believed",
                Optional.of("a defect of the plugin " + plugin.path() + ", or of its store: run 'perigee sink check "
                        + sink + "', and tell whoever wrote it"),
                Optional.empty());
    }

    PluginException broken(String sentence) {
        PluginProblem problem = new PluginProblem(plugin.path(), Optional.of(plugin.provider()), sentence);
        return new PluginException("sink '" + sink + "' is of no use: " + problem, Optional.empty(), List.of(problem));
    }

    /** Names the exception's type and place, never its message: it may hold what was in the settings. */
    private SinkException unexpected(String verb, Throwable thrown) {
        Throwable trace =
                new Throwable(thrown.getClass().getName() + " (its message is left out: it may hold a secret)");
        trace.setStackTrace(thrown.getStackTrace());
        return new SinkException(
                Kind.OTHER,
                Optional.empty(),
                "sink '" + sink + "': " + verb + " threw " + thrown.getClass().getName() + " in plugin " + plugin.path()
                        + " (" + plugin.provider() + ")",
                Optional.of("a defect of the plugin: ask whoever wrote it; --debug shows where it happened"),
                Optional.of(trace));
    }
}
