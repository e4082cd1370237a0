package dev.perigee.core.plugin;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkPlace;
import dev.perigee.api.StorageSink;
import java.util.Optional;

/** Opens sinks from their definitions: finds the plugin, hands it the settings. */
@FunctionalInterface
public interface SinkOpener {

    /**
     * Opens a sink, without network I/O.
     *
     * @param definition which
     * @return a bare sink that the caller closes
     * @throws SinkException INVALID if there is no such type, or its settings are no good
     */
    StorageSink open(SinkDefinition definition) throws SinkException;

    /**
     * Where a sink keeps its backups. Opens nothing.
     *
     * @param definition which
     * @return empty if nobody tells
     */
    default Optional<SinkPlace> place(SinkDefinition definition) {
        return Optional.empty();
    }
}
