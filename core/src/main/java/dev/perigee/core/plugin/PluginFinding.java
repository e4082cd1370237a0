package dev.perigee.core.plugin;

import java.nio.file.Path;

/** What was found in one entry of a plugin directory. */
public sealed interface PluginFinding permits PluginInfo, PluginProblem {

    /**
     * Where it was found.
     *
     * @return the plugin's folder, or its jar where a single jar is the plugin
     */
    Path path();
}
