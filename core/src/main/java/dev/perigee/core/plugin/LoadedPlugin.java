package dev.perigee.core.plugin;

import dev.perigee.api.StorageSinkProvider;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.lang.module.ResolutionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A plugin that is in memory.
 *
 * @param entry where it came from
 * @param loader its class loader
 * @param sinks what it offers; at least one, each of another type
 */
record LoadedPlugin(PluginEntry entry, PluginClassLoader loader, List<Sink> sinks) implements AutoCloseable {

    private static final Pattern TYPE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** One sink type of a plugin. */
    record Sink(PluginInfo info, StorageSinkProvider provider) {}

    static LoadedPlugin load(PluginEntry entry) throws PluginFault {
        entry.requireOurs();
        List<PluginJar> jars = new ArrayList<>();
        for (Path path : entry.jars()) {
            jars.add(PluginJar.read(path));
        }
        List<PluginJar> sinkJars =
                jars.stream().filter(jar -> !jar.providers().isEmpty()).toList();
        if (sinkJars.isEmpty()) {
            throw new PluginFault(noProvider(jars));
        }
        for (PluginJar jar : sinkJars) {
            jar.requireApiLevel();
        }
        PluginClassLoader loader = new PluginClassLoader(entry.name(), entry.jars());
        return closingOnFault(loader, () -> load(entry, jars, sinkJars, loader));
    }

    private static String noProvider(List<PluginJar> jars) {
        if (jars.isEmpty()) {
            return "there is no jar in it; remove the folder, or put the plugin's jars into it";
        }
        String remarks = String.join(
                "; ", jars.stream().flatMap(jar -> jar.remark().stream()).toList());
        return "none of its jars provides " + PluginJar.SERVICE + ", by module descriptor or META-INF/services"
                + (remarks.isEmpty() ? "" : " (" + remarks + ")") + "; remove it, or put the sink's own jar into it";
    }

    private interface Load {
        LoadedPlugin load() throws PluginFault;
    }

    private static LoadedPlugin closingOnFault(PluginClassLoader loader, Load load) throws PluginFault {
        boolean loaded = false;
        try {
            LoadedPlugin plugin = load.load();
            loaded = true;
            return plugin;
        } finally {
            if (!loaded) {
                close(loader);
            }
        }
    }

    private static LoadedPlugin load(
            PluginEntry entry, List<PluginJar> jars, List<PluginJar> sinkJars, PluginClassLoader loader)
            throws PluginFault {
        try {
            PluginLayer.define(sinkJars, loader);
        } catch (ResolutionException | LayerInstantiationException | IllegalArgumentException e) {
            throw new PluginFault(
                    sinkJars.getFirst().providers().iterator().next(), "can't be made a module: " + FailureWords.of(e));
        }
        List<Sink> sinks = new ArrayList<>();
        for (PluginJar jar : sinkJars) {
            for (String name : jar.providers()) {
                sinks.add(sink(entry, jar, name, jars, loader));
            }
        }
        requireDistinctTypes(sinks);
        return new LoadedPlugin(entry, loader, sinks);
    }

    private static Sink sink(
            PluginEntry entry, PluginJar jar, String name, List<PluginJar> jars, PluginClassLoader loader)
            throws PluginFault {
        StorageSinkProvider provider = ProviderClass.instantiate(name, loader);
        String type = type(name, provider);
        PluginInfo info = new PluginInfo(
                type,
                jar.version(),
                name,
                Optional.ofNullable(provider.getClass().getModule().getName()),
                entry.path(),
                libraries(jars));
        return new Sink(info, provider);
    }

    private static String type(String name, StorageSinkProvider provider) throws PluginFault {
        String type = ProviderClass.call(name, "type()", provider::type);
        if (type == null || !TYPE.matcher(type).matches()) {
            throw new PluginFault(
                    name, "says its type is '" + type + "'; a type is lower-case letters, digits and hyphens");
        }
        return type;
    }

    private static List<String> libraries(List<PluginJar> jars) {
        return jars.stream()
                .filter(jar -> jar.providers().isEmpty())
                .map(jar -> String.valueOf(jar.path().getFileName()))
                .toList();
    }

    private static void requireDistinctTypes(List<Sink> sinks) throws PluginFault {
        for (Sink sink : sinks) {
            for (Sink other : sinks) {
                if (!sink.equals(other)
                        && sink.info().type().equals(other.info().type())) {
                    throw new PluginFault(
                            sink.info().provider(),
                            "offers type '" + sink.info().type() + "', and so does "
                                    + other.info().provider() + " in the same folder; remove one of their jars");
                }
            }
        }
    }

    @Override
    public void close() {
        close(loader);
    }

    private static void close(PluginClassLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            LateLogger.of(LoadedPlugin.class)
                    .log(System.Logger.Level.WARNING, "can't close the jars of " + loader.getName(), e);
        }
    }
}
