package dev.perigee.core.plugin;

import java.util.Map;
import java.util.Set;

/**
 * A sink as the configuration names it.
 *
 * @param name its name in the configuration
 * @param type the provider's {@link dev.perigee.api.StorageSinkProvider#type() type}
 * @param settings the sink's own settings, without the engine's keys; may hold secrets, so they are never printed
 */
public record SinkDefinition(String name, String type, Map<String, ?> settings) {

    /** Keys of a sink's block that are the engine's and that no plugin sees. */
    public static final Set<String> ENGINE_KEYS = Set.of(
            "type", "retention", "retry", "bandwidth", "stall-timeout", "layout", "access", "encoding", "format");

    /** Copies the settings. */
    public SinkDefinition {
        settings = Map.copyOf(settings);
    }

    /** Name, type and the keys of the settings, without their values. */
    @Override
    public String toString() {
        return "sink '" + name + "' of type " + type + " with " + settings.keySet();
    }
}
