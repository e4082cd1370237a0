package dev.perigee.daemon.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.engine.Status;
import dev.perigee.core.engine.Status.Health;
import dev.perigee.core.engine.Status.JobStatus;
import dev.perigee.core.engine.Status.Newest;
import dev.perigee.core.engine.Status.SinkStatus;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:05Z");

    @TempDir
    Path folder;

    private static Status status() {
        Newest newest = new Newest(
                new SnapshotId(NOW.minusSeconds(5), 42, 7), Optional.of(NOW.minusSeconds(1)), OptionalLong.of(4128));
        SinkStatus sink = new SinkStatus(
                "near", Health.WELL, Optional.of(newest), Optional.empty(), 3, 12_384, "", Optional.empty());
        JobStatus job = new JobStatus(
                "a \"quoted\" job",
                "prod",
                Optional.of("@hourly"),
                Optional.of(NOW.plusSeconds(3600)),
                Optional.empty(),
                List.of(sink),
                Optional.empty());
        return new Status(
                NOW, "here", List.of(job), Optional.of(new Status.Waiting(List.of())), Optional.empty(), Map.of());
    }

    @Test
    void theFileHasTheMetricsAndEverybodyMayReadIt() throws Exception {
        Path file = Files.writeString(folder.resolve("perigee.prom"), "old");

        new TextFile(file).write(status(), "0.1.0");

        String text = Files.readString(file);
        String labels = "{job=\"a \\\"quoted\\\" job\",cluster=\"prod\",sink=\"near\"}";
        assertTrue(text.contains("perigee_sink_last_success_timestamp_seconds" + labels + " 1795428000\n"), text);
        assertTrue(text.contains("perigee_sink_last_proven_timestamp_seconds" + labels + " 1795428004\n"), text);
        assertTrue(text.contains("perigee_status_timestamp_seconds 1795428005\n"), text);
        assertTrue(text.contains("perigee_build_info{version=\"0.1.0\"} 1\n"), text);
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (Stream<Path> all = Files.list(folder)) {
            assertEquals(List.of(file), all.toList());
        }
    }

    @Test
    void aNameThatNodeExporterPassesOverIsRefused() {
        OperationException refused = assertThrows(
                OperationException.class, () -> new TextFile(folder.resolve("perigee.txt")).write(status(), "0.1.0"));

        assertEquals(Outcome.BAD_REQUEST, refused.outcome());
    }

    @Test
    void aDirectoryThatIsntThereIsSaid() {
        Path nowhere = folder.resolve("nowhere/perigee.prom");

        assertThrows(OperationException.class, () -> new TextFile(nowhere).write(status(), "0.1.0"));
    }
}
