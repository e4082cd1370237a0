package dev.perigee.core.plugin;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A plugin that can't be used, and why.
 *
 * @param path the plugin's folder, or its jar where a single jar is the plugin
 * @param provider the class it happened to; empty if no class is concerned
 * @param sentence what is wrong and what to do, without the path and the class
 */
public record PluginProblem(Path path, Optional<String> provider, String sentence) implements PluginFinding {

    /** Folder, class and sentence, in one line. */
    @Override
    public String toString() {
        return "plugin " + path + provider.map(name -> " (" + name + ")").orElse("") + ": " + sentence;
    }
}
