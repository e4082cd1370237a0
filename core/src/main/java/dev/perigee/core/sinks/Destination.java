package dev.perigee.core.sinks;

import dev.perigee.core.catalog.Layout;
import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.schedule.Pace;
import java.util.Map;

/**
 * A sink and how the engine uses it.
 *
 * @param sink the sink's name, type and own settings
 * @param retention which backups it keeps
 * @param delivery retries, stall, bandwidth
 * @param access what the credentials are said to allow
 * @param layout how the backups are named there
 * @param encoding how their bytes are written there
 * @param format what it gets of a snapshot
 * @param paces how often backups come, by the cluster's name
 */
public record Destination(
        SinkDefinition sink,
        RetentionRules retention,
        DeliverySettings delivery,
        Access access,
        Layout layout,
        EncodingSettings encoding,
        Format format,
        Map<String, Pace> paces) {

    /** Copies the map. */
    public Destination {
        paces = Map.copyOf(paces);
    }

    /**
     * A sink of which nobody has said how often backups come.
     *
     * @param sink the sink's name, type and own settings
     * @param retention which backups it keeps
     * @param delivery retries, stall, bandwidth
     * @param access what the credentials are said to allow
     * @param layout how the backups are named there
     * @param encoding how their bytes are written there
     * @param format what it gets of a snapshot
     */
    public Destination(
            SinkDefinition sink,
            RetentionRules retention,
            DeliverySettings delivery,
            Access access,
            Layout layout,
            EncodingSettings encoding,
            Format format) {
        this(sink, retention, delivery, access, layout, encoding, format, Map.of());
    }

    /**
     * A sink that gets the files that etcd sends, of which nobody has said how often backups come.
     *
     * @param sink the sink's name, type and own settings
     * @param retention which backups it keeps
     * @param delivery retries, stall, bandwidth
     * @param access what the credentials are said to allow
     * @param layout how the backups are named there
     * @param encoding how their bytes are written there
     */
    public Destination(
            SinkDefinition sink,
            RetentionRules retention,
            DeliverySettings delivery,
            Access access,
            Layout layout,
            EncodingSettings encoding) {
        this(sink, retention, delivery, access, layout, encoding, Format.RAW);
    }

    /**
     * A sink of the standard layout, where bytes are stored as etcd sent them.
     *
     * @param sink the sink's name, type and own settings
     * @param retention which backups it keeps
     * @param delivery retries, stall, bandwidth
     * @param access what the credentials are said to allow
     */
    public Destination(SinkDefinition sink, RetentionRules retention, DeliverySettings delivery, Access access) {
        this(sink, retention, delivery, access, Layout.STANDARD, EncodingSettings.PLAIN, Format.RAW);
    }

    /**
     * The same place, where nothing is removed.
     *
     * @return with a retention that keeps everything
     */
    public Destination keepingAll() {
        return new Destination(sink, RetentionRules.KEEP_ALL, delivery, access, layout, encoding, format, paces);
    }

    /**
     * The same place, to which backups come that often.
     *
     * @param others by the cluster's name
     * @return with these
     */
    public Destination paced(Map<String, Pace> others) {
        return new Destination(sink, retention, delivery, access, layout, encoding, format, others);
    }

    /**
     * How often backups of a cluster come.
     *
     * @param cluster its name
     * @return {@link Pace#UNKNOWN} if nobody has said
     */
    public Pace pace(String cluster) {
        return paces.getOrDefault(cluster, Pace.UNKNOWN);
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
