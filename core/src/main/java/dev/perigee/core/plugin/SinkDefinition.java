package dev.perigee.core.plugin;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sink as the configuration names it.
 *
 * @param name its name in the configuration
 * @param type the provider's {@link dev.perigee.api.StorageSinkProvider#type() type}
 * @param settings the sink's own settings, without the engine's keys; may hold secrets, so they are never printed
 * @param places by key, dotted where it lies in a block, where each setting stands, as in {@code perigee.conf:12}; by the empty
 *     key, where the sink's block does
 */
public record SinkDefinition(String name, String type, Map<String, ?> settings, Map<String, String> places) {

    /** Keys of a sink's block that are the engine's and that no plugin sees. */
    public static final Set<String> ENGINE_KEYS = Set.of(
            "type", "retention", "retry", "bandwidth", "stall-timeout", "layout", "access", "encoding", "format");

    /** Copies the maps. */
    public SinkDefinition {
        settings = Map.copyOf(settings);
        places = Map.copyOf(places);
    }

    /**
     * A sink that stands in no file.
     *
     * @param name its name
     * @param type its type
     * @param settings its own settings
     */
    public SinkDefinition(String name, String type, Map<String, ?> settings) {
        this(name, type, settings, Map.of());
    }

    /**
     * Where a setting stands.
     *
     * @param key from the top of the sink's block
     * @return of one that isn't there, where the block stands that it belongs in; empty if the sink stands in no file
     */
    public Optional<String> place(String key) {
        String place = places.get(key);
        return place != null || key.isEmpty()
                ? Optional.ofNullable(place)
                : place(key.substring(0, Math.max(0, key.lastIndexOf('.'))));
    }

    /** Where it stands is no part of what it is. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SinkDefinition sink
                && name.equals(sink.name)
                && type.equals(sink.type)
                && settings.equals(sink.settings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, settings);
    }

    /** Name, type and the keys of the settings, without their values. */
    @Override
    public String toString() {
        return "sink '" + name + "' of type " + type + " with " + settings.keySet();
    }
}
