package dev.perigee.core.engine;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.config.PerigeeConfig;
import dev.perigee.core.plugin.SinkPlugins;
import dev.perigee.core.sinks.Destination;
import java.util.List;

/** Sinks that are to hold each backup for as long as retention keeps it, which without any rule is for ever. */
record HeldForEver(PerigeeConfig config, SinkPlugins plugins) {

    List<String> findings() {
        return config.sinks().stream()
                .filter(sink -> sink.retention().keepsAll() && holdsAsRetained(sink))
                .map(sink ->
                        "sink '" + sink.name() + "' is to hold each backup for as long as its retention keeps it, and"
                                + " has no retention: everything would be kept, and held, for ever; give it rules,"
                                + " such as retention { keep-daily = 30 }, or a span in place of 'retention'")
                .toList();
    }

    /** What is wrong with its settings is told elsewhere. */
    private boolean holdsAsRetained(Destination destination) {
        if (destination.sink().type().isEmpty()) {
            return false;
        }
        try (StorageSink sink = plugins.open(destination.sink())) {
            return sink.capabilities().holdsAsRetained();
        } catch (SinkException e) {
            return false;
        }
    }
}
