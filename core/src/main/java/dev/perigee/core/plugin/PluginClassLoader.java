package dev.perigee.core.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads the classes of one plugin: of its named module as well as of the libraries beside it. */
final class PluginClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    PluginClassLoader(String plugin, List<Path> jars) {
        super("plugin-" + plugin, urls(jars), VisibleClasses.PARENT);
    }

    private static URL[] urls(List<Path> jars) {
        return jars.stream().map(PluginClassLoader::url).toArray(URL[]::new);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a file without a URL: " + jar, e);
        }
    }

    /** Asked for classes of the named module, which {@code Class.forName(Module, String)} wants from this form. */
    @Override
    protected @Nullable Class<?> findClass(@Nullable String moduleName, String name) {
        try {
            return findClass(name);
        } catch (ClassNotFoundException e) {
            return null; // as this form has it
        }
    }

    @Override
    protected @Nullable URL findResource(@Nullable String moduleName, String name) throws IOException {
        return findResource(name);
    }
}
