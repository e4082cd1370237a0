package dev.perigee.core.sinks;

import dev.perigee.core.catalog.Layout;
import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.retention.RetentionRules;

/**
 * A sink and how the engine uses it.
 *
 * @param sink the sink's name, type and own settings
 * @param retention which backups it keeps
 * @param delivery retries, stall, bandwidth
 * @param access what the credentials are said to allow
 * @param layout how the backups are named there
 * @param encoding how their bytes are written there
 */
public record Destination(
        SinkDefinition sink,
        RetentionRules retention,
        DeliverySettings delivery,
        Access access,
        Layout layout,
        EncodingSettings encoding) {

    /**
     * A sink of the standard layout, where bytes are stored as etcd sent them.
     *
     * @param sink the sink's name, type and own settings
     * @param retention which backups it keeps
     * @param delivery retries, stall, bandwidth
     * @param access what the credentials are said to allow
     */
    public Destination(SinkDefinition sink, RetentionRules retention, DeliverySettings delivery, Access access) {
        this(sink, retention, delivery, access, Layout.STANDARD, EncodingSettings.PLAIN);
    }

    /**
     * The same place, where nothing is removed.
     *
     * @return with a retention that keeps everything
     */
    public Destination keepingAll() {
        return new Destination(sink, RetentionRules.KEEP_ALL, delivery, access, layout, encoding);
    }

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
