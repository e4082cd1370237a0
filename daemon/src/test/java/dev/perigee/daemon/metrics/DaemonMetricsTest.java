package dev.perigee.daemon.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.daemon.event.DaemonEvent.DaemonStarted;
import dev.perigee.daemon.event.DaemonEvent.RunEnded;
import dev.perigee.daemon.event.PlannedJob;
import dev.perigee.daemon.event.RunKind;
import dev.perigee.daemon.watch.DaemonWatch;
import dev.perigee.daemon.watch.LastRuns;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DaemonMetricsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:05Z");
    private static final String LABELS = "{job=\"one\",cluster=\"prod\",sink=\"near\",kind=";

    private final DaemonWatch watch = new DaemonWatch(
            () -> {
                throw new OperationException(Outcome.CONNECTION, "nobody looks");
            },
            InstantSource.fixed(NOW),
            new LastRuns(Path.of("target/nowhere")));

    private String text() {
        return MetricFamily.text(DaemonMetrics.of(watch.view(), true));
    }

    private void start() {
        watch.on(new DaemonStarted(
                NOW, "0.1.0", List.of(new PlannedJob("one", "prod", "@hourly", List.of("near"), Optional.of(NOW)))));
    }

    private void failed(Outcome kind) {
        SinkFailure failure = SinkFailure.of("near", kind, "on purpose");
        watch.on(new RunEnded(
                NOW,
                "one",
                RunKind.CATCH_UP,
                NOW,
                Outcome.PARTIAL,
                Optional.empty(),
                List.of(new SinkResult("near", false, Optional.of(failure), List.of(), List.of())),
                Optional.empty()));
    }

    @Test
    void failuresOfASinkAreToldApartByTheirKind() {
        start();
        failed(Outcome.CONNECTION);
        failed(Outcome.CONNECTION);
        failed(Outcome.DENIED);
        failed(Outcome.REFUSED);

        String text = text();

        assertTrue(text.contains("perigee_sink_failures_total" + LABELS + "\"connection\"} 2\n"), text);
        assertTrue(text.contains("perigee_sink_failures_total" + LABELS + "\"denied\"} 1\n"), text);
        assertTrue(text.contains("perigee_sink_failures_total" + LABELS + "\"refused\"} 1\n"), text);
        assertTrue(text.contains("perigee_sink_failures_total" + LABELS + "\"no_space\"} 0\n"), text);
    }

    @Test
    void noSampleIsThereTwice() {
        start();
        for (Outcome outcome : Outcome.values()) {
            failed(outcome);
        }

        List<String> samples = text().lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();

        assertEquals(samples.stream().distinct().toList(), samples);
    }
}
