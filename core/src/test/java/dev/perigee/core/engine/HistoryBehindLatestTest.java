package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.report.RestoreRow;
import dev.perigee.core.restore.RestoreRequest.Cluster;
import dev.perigee.core.restore.RestoreRequest.Data;
import dev.perigee.core.restore.RestoreRequest.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever asks for {@code latest} where a history goes on. */
class HistoryBehindLatestTest {

    private static final Source LATEST = new Source.Stored(new Selector.Latest());

    @TempDir
    Path folder;

    private final Queue<ProgressEvent> events = new ConcurrentLinkedQueue<>();

    @Test
    void aRestoreAndItsPlanSayThatTheHistoryGoesOn() throws Exception {
        try (Engine engine = GoldenEngine.open(folder)) {
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
        try (Engine engine = GoldenEngine.open(folder)) {
            OperationException refused = assertThrows(
                    OperationException.class, () -> engine.run(new HashKvRequest(LATEST, Scope.ALL, 22), events::add));

            assertEquals(Outcome.BAD_INPUT, refused.outcome());
            assertTrue(
                    refused.hint().orElseThrow().startsWith("a history may hold it: '--at TIME' in place of"),
                    refused.toString());
        }
    }
}
