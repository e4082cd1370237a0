package dev.perigee.core.delivery;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.plugin.SinkDefinition;

/** Opens a sink from its definition: finds the plugin, hands it the settings. */
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
}
