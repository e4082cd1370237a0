package dev.perigee.core.plugin;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Opens;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Turns a sink jar's own module descriptor into one that resolves whatever libraries lie beside it: they are on the class
 * path of the plugin's loader, so requiring them by name would fail.
 */
final class ModuleRewrite {

    private final ModuleDescriptor original;
    private final PluginJar jar;
    private final Set<String> packages;

    private ModuleRewrite(ModuleDescriptor original, PluginJar jar) {
        this.original = original;
        this.jar = jar;
        this.packages = jar.packages().stream()
                .filter(name -> !Visible.isApiPackage(name) && !Visible.isJdkPackage(name))
                .collect(Collectors.toSet());
    }

    /** Same name, packages, exports and opens; requires the JDK and the API; keeps the services within the jar. */
    static ModuleDescriptor of(ModuleDescriptor original, PluginJar jar) throws PluginFault {
        return new ModuleRewrite(original, jar).rewrite();
    }

    private ModuleDescriptor rewrite() throws PluginFault {
        requireJdkModules();
        ModuleDescriptor.Builder builder = original.isOpen()
                ? ModuleDescriptor.newOpenModule(original.name())
                : ModuleDescriptor.newModule(original.name());
        builder.packages(packages);
        original.version().ifPresent(builder::version);
        Visible.jdkModules().stream().filter(Predicate.not("java.base"::equals)).forEach(builder::requires);
        if (Visible.api().isNamed()) {
            builder.requires(Visible.api().getName());
        }
        original.exports().stream().filter(this::isOurs).forEach(builder::exports);
        original.opens().stream().filter(this::isOurs).forEach(builder::opens);
        Map<String, Set<String>> services = services();
        uses(services).forEach(builder::uses);
        services.forEach((service, providers) -> builder.provides(service, List.copyOf(providers)));
        return builder.build();
    }

    private void requireJdkModules() throws PluginFault {
        Set<String> missing = original.requires().stream()
                .filter(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
                .map(Requires::name)
                .filter(name -> Visible.isJdk(name) && !Visible.jdkModules().contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!missing.isEmpty()) {
            throw new PluginFault(
                    jar.providers().iterator().next(),
                    "needs the Java module " + String.join(", ", missing) + ", which this runtime doesn't have");
        }
    }

    private boolean isOurs(Exports exports) {
        return packages.contains(exports.source());
    }

    private boolean isOurs(Opens opens) {
        return packages.contains(opens.source());
    }

    /**
     * What the jar offers under services that it can know: its own and the JDK's. Also what META-INF/services says, which
     * counts for nothing in a named module, yet is where the libraries in a fat jar have theirs.
     */
    private Map<String, Set<String>> services() {
        Map<String, Set<String>> services = new TreeMap<>();
        for (Provides provides : original.provides()) {
            add(services, provides.service(), provides.providers());
        }
        jar.services().forEach((service, providers) -> add(services, service, providers));
        return services;
    }

    private void add(Map<String, Set<String>> services, String service, List<String> providers) {
        List<String> ours = providers.stream()
                .filter(provider -> packages.contains(packageOf(provider)))
                .toList();
        if (isKnown(service) && !ours.isEmpty()) {
            services.computeIfAbsent(service, name -> new TreeSet<>()).addAll(ours);
        }
    }

    private Set<String> uses(Map<String, Set<String>> services) {
        Set<String> uses = new TreeSet<>(services.keySet());
        original.uses().stream().filter(this::isKnown).forEach(uses::add);
        return uses;
    }

    private boolean isKnown(String service) {
        String name = packageOf(service);
        return packages.contains(name) || Visible.isExportedByJdk(name);
    }

    private static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : className.substring(0, dot);
    }
}
