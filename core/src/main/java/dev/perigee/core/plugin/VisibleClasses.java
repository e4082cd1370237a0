package dev.perigee.core.plugin;

import dev.perigee.api.StorageSinkProvider;

/**
 * The parent of every plugin's loader: lets through the JDK and the API, and nothing else of ours.
 *
 * <p>The platform loader alone wouldn't do: the built-in loaders share one map from packages to modules, so that it hands
 * out the classes of application modules as well, and plugins would silently run with our versions of their libraries.
 */
final class VisibleClasses extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    static final VisibleClasses PARENT = new VisibleClasses();

    private VisibleClasses() {
        super("perigee-visible-to-plugins", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        int dot = name.lastIndexOf('.');
        String packageName = dot < 0 ? "" : name.substring(0, dot);
        if (Visible.isApiPackage(packageName)) {
            return Class.forName(name, false, StorageSinkProvider.class.getClassLoader());
        }
        if (Visible.isJdkPackage(packageName)) {
            return super.loadClass(name, resolve);
        }
        throw new ClassNotFoundException(name);
    }
}
