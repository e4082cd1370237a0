package dev.perigee.core.config;

import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Destination.Access;
import java.nio.file.Path;
import java.util.Map;

/** What is in force when nobody says anything. */
final class Defaults {

    /** The name of the cluster, and of the job, that nobody named. */
    static final String NAME = "default";

    /** Each midnight. */
    static final String SCHEDULE = "0 0 * * *";

    private Defaults() {}

    static Destination localSink(Path stateDir) {
        return new Destination(
                new SinkDefinition(
                        SinkReader.LOCAL,
                        SinkReader.LOCAL,
                        Map.of(SinkReader.DIRECTORY, stateDir.resolve("backup").toString())),
                RetentionRules.keepLast(1),
                DeliverySettings.DEFAULT,
                Access.FULL);
    }
}
