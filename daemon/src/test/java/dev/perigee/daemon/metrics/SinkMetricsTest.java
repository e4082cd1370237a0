package dev.perigee.daemon.metrics;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.engine.Status;
import dev.perigee.core.engine.Status.Health;
import dev.perigee.core.engine.Status.JobStatus;
import dev.perigee.core.engine.Status.SinkStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SinkMetricsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:05Z");

    private static String text(Health health, Optional<String> full) {
        SinkStatus sink = new SinkStatus(
                "far", health, Optional.empty(), Optional.empty(), 0, 0, "something is wrong", Optional.empty());
        JobStatus job = new JobStatus("one", "prod", Optional.empty(), Optional.empty(), List.of(sink));
        Status status = new Status(NOW, "here", List.of(job), Optional.empty(), full, Map.of());
        return MetricFamily.text(new SinkMetrics(List.of()).of(Optional.of(status), "0.1.0"));
    }

    /** Also in a sink that may only be written to, into which nobody can look. */
    @Test
    void whatARunLeftAmissIsAGaugeOfItsOwnAndUnknownWhereTheSinkIsSilent() {
        String amiss = "perigee_sink_amiss{job=\"one\",cluster=\"prod\",sink=\"far\"}";

        assertTrue(text(Health.AMISS, Optional.empty()).contains(amiss + " 1\n"));
        assertTrue(text(Health.WELL, Optional.empty()).contains(amiss + " 0\n"));
        assertFalse(text(Health.UNREACHABLE, Optional.empty()).contains(amiss));
    }

    @Test
    void aSinkThatIsntAsItWasLeftIsSuspect() {
        String suspect = "perigee_sink_suspect{job=\"one\",cluster=\"prod\",sink=\"far\"}";

        assertTrue(text(Health.SUSPECT, Optional.empty()).contains(suspect + " 1\n"));
        assertTrue(text(Health.WELL, Optional.empty()).contains(suspect + " 0\n"));
    }

    @Test
    void aFullStateDirectoryIsAGauge() {
        assertTrue(text(Health.WELL, Optional.empty()).contains("perigee_state_full 0\n"));
        assertTrue(text(Health.WELL, Optional.of("no room")).contains("perigee_state_full 1\n"));
    }
}
