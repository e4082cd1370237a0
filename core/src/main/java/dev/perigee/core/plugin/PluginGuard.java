package dev.perigee.core.plugin;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stands around calls into a plugin: the thread's context class loader is the plugin's, and nothing unchecked comes out.
 *
 * @param sink the sink's name in the configuration
 * @param plugin which plugin it is
 * @param loader its class loader
 */
record PluginGuard(String sink, PluginInfo plugin, ClassLoader loader) {

    /** A verb. */
    interface Call<T> {
        T call() throws SinkException;
    }

    <T> T call(String verb, Call<T> call) throws SinkException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.call();
        } catch (SettingException e) {
            throw new SinkSettingException("sinks." + sink + "." + e.key(), String.valueOf(e.getMessage()));
        } catch (LinkageError e) {
            throw broken(PluginFault.sentence(e));
        } catch (RuntimeException e) {
            throw unexpected(verb, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** For methods that can't fail: only the context class loader. */
    <T> T within(Supplier<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    PluginException broken(String sentence) {
        PluginProblem problem = new PluginProblem(plugin.path(), Optional.of(plugin.provider()), sentence);
        return new PluginException("sink '" + sink + "' is of no use: " + problem, Optional.empty(), List.of(problem));
    }

    /** Names the exception's type and place, never its message: it may hold what was in the settings. */
    private SinkException unexpected(String verb, RuntimeException thrown) {
        Throwable trace =
                new Throwable(thrown.getClass().getName() + " (its message is left out: it may hold a secret)");
        trace.setStackTrace(thrown.getStackTrace());
        return new SinkException(
                Kind.OTHER,
                Optional.empty(),
                "sink '" + sink + "': " + verb + " threw " + thrown.getClass().getName() + " in plugin "
                        + plugin.path(),
                Optional.of("a defect of the plugin: ask whoever wrote it; --debug shows where it happened"),
                Optional.of(trace));
    }
}
