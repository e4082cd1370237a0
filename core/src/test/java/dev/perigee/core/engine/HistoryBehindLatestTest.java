package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.history.recording.GoldenSink;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.report.RestoreRow;
import dev.perigee.core.restore.RestoreRequest.Cluster;
import dev.perigee.core.restore.RestoreRequest.Data;
import dev.perigee.core.restore.RestoreRequest.Target;
import dev.perigee.core.time.Timing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever asks for {@code latest} where a history goes on. */
class HistoryBehindLatestTest {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "history-1", "sink");
    private static final Source LATEST = new Source.Stored(new Selector.Latest());

    @TempDir
    Path folder;

    private final Queue<ProgressEvent> events = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
        GoldenSink.copy(GOLDEN, folder.resolve("sink"));
    }

    @Test
    void aRestoreAndItsPlanSayThatTheHistoryGoesOn() throws Exception {
        try (Engine engine = engine()) {
            String json = RestoreRow.of(engine.run(
                            new RestoreFrom(
                                    LATEST,
                                    Scope.ALL,
                                    Cluster.DEFAULT,
                                    Target.of(folder.resolve("data")),
                                    Data.AS_IT_IS,
                                    Optional.empty(),
                                    Approval.withheld()),
                            events::add))
                    .json();

            assertTrue(json.contains("\"goesOn\":{\"revision\":24,\"time\":\"2026-11-29T11:36:21.886114483Z\"}"), json);
            assertEquals(1, notes().size(), notes().toString());
        }
    }

    private List<String> notes() {
        return events.stream()
                .filter(ProgressEvent.Note.class::isInstance)
                .map(event -> ((ProgressEvent.Note) event).text())
                .filter(text -> text.startsWith("a history goes on behind backup 20261129T113619Z-9-db7df259, to"))
                .toList();
    }

    @Test
    void whoAsksABackupForALaterRevisionIsSentToTheHistory() throws Exception {
        try (Engine engine = engine()) {
            OperationException refused = assertThrows(
                    OperationException.class, () -> engine.run(new HashKvRequest(LATEST, Scope.ALL, 22), events::add));

            assertEquals(Outcome.BAD_INPUT, refused.outcome());
            assertTrue(
                    refused.hint().orElseThrow().startsWith("a history may hold it: '--at TIME' in place of"),
                    refused.toString());
        }
    }

    private Engine engine() throws Exception {
        Path config = Files.writeString(
                folder.resolve("perigee.conf"), """
                perigee {
                  state-dir = "%s"
                  clusters { prod { endpoints = ["http://127.0.0.1:1"] } }
                  sinks { golden { type = local, directory = "%s" } }
                  jobs.default {}
                }
                """.formatted(folder.resolve("state"), folder.resolve("sink")));
        return Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                Timing.system()));
    }
}
