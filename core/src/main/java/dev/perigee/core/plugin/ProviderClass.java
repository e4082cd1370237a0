package dev.perigee.core.plugin;

import dev.perigee.api.StorageSinkProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Makes a provider of its class, by the rules of {@link java.util.ServiceLoader}: a public static {@code provider()}, or
 * a public constructor without arguments. Done by hand because the service loader names neither the class nor the folder
 * in some of its errors, and sees no named provider where the API is on the class path.
 */
final class ProviderClass {

    private ProviderClass() {}

    static StorageSinkProvider instantiate(String name, PluginClassLoader loader) throws PluginFault {
        Object made = call(name, "its constructor", () -> make(Class.forName(name, false, loader)));
        if (made instanceof StorageSinkProvider provider) {
            return provider;
        }
        throw new PluginFault(name, "doesn't implement " + StorageSinkProvider.class.getName());
    }

    private static Object make(Class<?> type) throws ReflectiveOperationException {
        Optional<Method> factory = factory(type);
        if (factory.isPresent()) {
            return accessible(factory.get()).invoke(null);
        }
        var constructor = type.getConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static Optional<Method> factory(Class<?> type) {
        try {
            Method method = type.getMethod("provider");
            boolean ours = Modifier.isStatic(method.getModifiers())
                    && StorageSinkProvider.class.isAssignableFrom(method.getReturnType());
            return ours ? Optional.of(method) : Optional.empty();
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    private static Method accessible(Method method) {
        method.setAccessible(true); // the class may be public in a package that isn't exported
        return method;
    }

    /** Runs code of the plugin and turns whatever it throws into a fault with the class's name. */
    static <T extends @Nullable Object> T call(String name, String what, Callable<T> code) throws PluginFault {
        try {
            return code.call();
        } catch (ClassNotFoundException e) {
            throw new PluginFault(name, "is named as a provider, and isn't in the plugin's jars");
        } catch (NoSuchMethodException e) {
            throw new PluginFault(name, "has no public constructor without arguments");
        } catch (InvocationTargetException e) {
            throw fault(name, what, e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) { // an Error of the plugin must cost nobody but the plugin
            throw fault(name, what, e);
        }
    }

    private static PluginFault fault(String name, String what, Throwable thrown) {
        if (thrown instanceof LinkageError error) {
            return new PluginFault(name, PluginFault.sentence(error));
        }
        return new PluginFault(name, what + " threw " + thrown + "; ask whoever wrote the plugin");
    }
}
