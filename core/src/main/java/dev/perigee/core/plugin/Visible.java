package dev.perigee.core.plugin;

import dev.perigee.api.StorageSinkProvider;
import java.lang.module.ModuleDescriptor;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What of the world outside a plugin sees: the JDK's modules, and the API. */
final class Visible {

    private static final Set<Module> JDK = ModuleLayer.boot().modules().stream()
            .filter(module -> isJdk(module.getName()))
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> JDK_PACKAGES =
            JDK.stream().flatMap(module -> module.getPackages().stream()).collect(Collectors.toUnmodifiableSet());

    private static final Set<String> JDK_EXPORTS = JDK.stream()
            .flatMap(module -> module.getDescriptor().exports().stream())
            .filter(Predicate.not(ModuleDescriptor.Exports::isQualified))
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toUnmodifiableSet());

    private Visible() {}

    static boolean isJdk(String module) {
        return module.startsWith("java.") || module.startsWith("jdk.");
    }

    static Set<String> jdkModules() {
        return JDK.stream().map(Module::getName).collect(Collectors.toUnmodifiableSet());
    }

    static boolean isJdkPackage(String name) {
        return JDK_PACKAGES.contains(name);
    }

    static boolean isExportedByJdk(String name) {
        return JDK_EXPORTS.contains(name);
    }

    /** The API is one package; those who bundle it by mistake get ours all the same. */
    static boolean isApiPackage(String name) {
        return name.equals(StorageSinkProvider.class.getPackageName());
    }

    /** The API's module: named in the product, unnamed where everything is on the class path. */
    static Module api() {
        return StorageSinkProvider.class.getModule();
    }

    /** The layer that has the JDK's modules and, where it is named, the API's. */
    static ModuleLayer layer() {
        ModuleLayer layer = api().getLayer();
        return layer == null ? ModuleLayer.boot() : layer;
    }
}
