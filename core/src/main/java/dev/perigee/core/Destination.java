package dev.perigee.core;

import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.retention.RetentionRules;

/**
 * A sink and how the engine uses it.
 *
 * @param sink the sink's name, type and own settings
 * @param retention which backups it keeps
 * @param delivery retries, stall, bandwidth
 * @param access what the credentials are said to allow
 */
public record Destination(SinkDefinition sink, RetentionRules retention, DeliverySettings delivery, Access access) {

    /** What the sink's credentials allow. */
    public enum Access {
        /** Everything a sink can do. */
        FULL,
        /** Nothing but put: list, verify and prune leave the sink out. */
        WRITE_ONLY
    }

    /**
     * The sink's name in the configuration.
     *
     * @return never empty
     */
    public String name() {
        return sink.name();
    }
}
