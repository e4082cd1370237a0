package dev.perigee.core.report;

import dev.perigee.core.engine.SinkReadiness;
import dev.perigee.core.engine.SinkState;
import dev.perigee.core.report.View.Align;
import java.util.List;

/** How sinks, and types that no sink has, are shown. */
public final class SinkRow {

    private static final View<SinkState> VIEW = new View<>(
            List.of(
                    Column.of("name", "name", "Name", SinkState::name),
                    Column.of("type", "type", "Type", SinkState::type),
                    Column.of("retention", "retention", "Retention", SinkState::retention),
                    Column.<SinkState>of("plugin", "plugin", "Plugin", SinkState::plugin)
                            .below(),
                    Column.<SinkState>of("version", "version", "Version", SinkState::version)
                            .spare(),
                    Column.of("state", "state", "State", SinkState::state)),
            Align.LEFT);

    private SinkRow() {}

    /**
     * The sinks.
     *
     * @param readiness how it stands with them
     * @return a row each
     */
    public static Report<SinkState> of(SinkReadiness readiness) {
        return Report.of(VIEW, readiness.sinks());
    }
}
