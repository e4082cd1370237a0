package dev.perigee.core.plugin;

import dev.perigee.api.StorageSinkProvider;
import dev.perigee.core.words.FailureWords;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * What a jar says about itself. Jars without a provider are looked at no further than to see that they have none.
 *
 * @param path the jar
 * @param providers names of the classes it offers as storage sinks; empty for a library
 * @param descriptor its module descriptor, if it has one that can be read; only looked for in vain in a plain jar
 * @param packages where its classes are; empty for a library
 * @param services its {@code META-INF/services}, by service; empty for a library
 * @param attributes the manifest's main attributes
 * @param remark what was odd about it, for the case that the folder turns out to have no provider
 */
record PluginJar(
        Path path,
        Set<String> providers,
        Optional<ModuleDescriptor> descriptor,
        Set<String> packages,
        Map<String, List<String>> services,
        Attributes attributes,
        Optional<String> remark) {

    static final String SERVICE = StorageSinkProvider.class.getName();

    private static final String SERVICES = "META-INF/services/";

    static PluginJar read(Path path) throws PluginFault {
        // Open together, so that the jar's directory is read once.
        try (ZipFile zip = new ZipFile(path.toFile())) {
            JarSizes.require(zip);
            try (JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion())) {
                return read(path, jar);
            }
        } catch (UncheckedIOException e) {
            throw unreadable(path, Objects.requireNonNullElse(e.getCause(), e));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static PluginFault unreadable(Path path, Exception e) {
        return new PluginFault(path.getFileName() + " can't be read: " + FailureWords.of(e) + "; copy it again");
    }

    private static PluginJar read(Path path, JarFile jar) throws IOException {
        Optional<ModuleDescriptor> descriptor = Optional.empty();
        Optional<String> remark = Optional.empty();
        try {
            descriptor = descriptor(jar);
        } catch (InvalidModuleDescriptorException e) {
            remark = Optional.of(
                    "the module descriptor in " + path.getFileName() + " can't be read: " + FailureWords.of(e));
        }
        Set<String> providers = providers(jar, descriptor);
        boolean library = providers.isEmpty();
        Manifest manifest = jar.getManifest();
        return new PluginJar(
                path,
                providers,
                descriptor,
                library ? Set.of() : packages(jar),
                library ? Map.of() : services(jar),
                manifest == null ? new Attributes() : manifest.getMainAttributes(),
                remark);
    }

    private static Optional<ModuleDescriptor> descriptor(JarFile jar) throws IOException {
        JarEntry entry = jar.getJarEntry("module-info.class");
        if (entry == null) {
            return Optional.empty();
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return Optional.of(ModuleDescriptor.read(
                    new ByteArrayInputStream(JarSizes.text(entry.getName(), in)), () -> packages(jar)));
        }
    }

    private static Set<String> providers(JarFile jar, Optional<ModuleDescriptor> descriptor) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        descriptor.stream()
                .flatMap(module -> module.provides().stream())
                .filter(provides -> provides.service().equals(SERVICE))
                .forEach(provides -> names.addAll(provides.providers()));
        names.addAll(lines(jar, jar.getEntry(SERVICES + SERVICE)));
        return names;
    }

    private static Set<String> packages(JarFile jar) {
        return jar.versionedStream()
                .peek(JarSizes::requireClass)
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(".class") && name.contains("/") && !name.startsWith("META-INF/"))
                .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
                .collect(Collectors.toSet());
    }

    private static Map<String, List<String>> services(JarFile jar) throws IOException {
        Map<String, List<String>> services = new TreeMap<>();
        for (JarEntry entry : jar.stream().toList()) {
            String name = entry.getName();
            if (name.startsWith(SERVICES) && name.length() > SERVICES.length() && !entry.isDirectory()) {
                services.put(name.substring(SERVICES.length()), lines(jar, entry));
            }
        }
        return services;
    }

    private static List<String> lines(JarFile jar, @Nullable ZipEntry entry) throws IOException {
        if (entry == null) {
            return List.of();
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(JarSizes.text(entry.getName(), in), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.getValue(name)).map(String::strip);
    }

    /** What the jar calls its version: the manifest's word before the module's. */
    Optional<String> version() {
        return attribute("Implementation-Version").or(() -> descriptor.flatMap(ModuleDescriptor::rawVersion));
    }

    /** Refuses a jar that asks for more than we have. */
    void requireApiLevel() throws PluginFault {
        Optional<String> level = attribute("Perigee-Api-Level");
        if (level.isPresent() && !serves(level.get())) {
            throw new PluginFault(
                    providers.iterator().next(),
                    "asks for API level " + level.get() + " and this Perigee serves " + SinkPlugins.API_LEVEL
                            + "; use a newer Perigee or an older release of the plugin");
        }
    }

    private static boolean serves(String level) {
        try {
            return Integer.parseInt(level) <= SinkPlugins.API_LEVEL;
        } catch (NumberFormatException e) {
            return false; // whatever it means, it isn't a level that we know
        }
    }
}
