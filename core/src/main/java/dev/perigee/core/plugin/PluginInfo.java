package dev.perigee.core.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A sink type that can be used.
 *
 * @param type what stands behind {@code type =}
 * @param version the jar's {@code Implementation-Version}, or its module's version; empty if it says neither
 * @param provider the name of the provider's class
 * @param module the name of the provider's module; empty for a jar without a module descriptor
 * @param path the plugin's folder, or its jar where a single jar is the plugin
 * @param libraries file names of the jars that lie beside the provider's and that no other plugin sees; ascending
 */
public record PluginInfo(
        String type,
        Optional<String> version,
        String provider,
        Optional<String> module,
        Path path,
        List<String> libraries)
        implements PluginFinding {

    /** Copies the libraries. */
    public PluginInfo {
        libraries = List.copyOf(libraries);
    }
}
