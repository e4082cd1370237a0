package dev.perigee.core.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.HistoryListing.Window;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryListingTest {

    private static SinkFailure failure(Outcome outcome) {
        return new SinkFailure("far", outcome, "what it is", Optional.empty());
    }

    private static Outcome outcome(List<SinkFailure> contradictions, List<SinkFailure> warnings) {
        return new HistoryListing("prod", List.of(), List.of(), contradictions, List.of(), warnings).outcome();
    }

    private static Window window(String timeline, long last, String until) {
        BackupId id = BackupId.parse(timeline).orElseThrow();
        return new Window(id, id.revision(), id.time(), last, Optional.of(Instant.parse(until)), 1, List.of("near"));
    }

    private static long farthest(Window... windows) {
        return new HistoryListing("prod", List.of(windows), List.of(), List.of(), List.of(), List.of())
                .farthest()
                .orElseThrow()
                .last();
    }

    /** A daemon took over and gave back; or an older state was put back, and everything before it had ended. */
    @Test
    void theNewestHistoryGoesFarthestUnlessOneBesideItHasSeenMore() {
        Window takenOver = window("20261201T003000Z-243-0badf00d", 975, "2026-12-01T00:40:48Z");

        assertEquals(1120, farthest(takenOver, window("20261201T002000Z-4-0badf00d", 1120, "2026-12-01T00:41:18Z")));
        assertEquals(975, farthest(takenOver, window("20261201T002000Z-4-0badf00d", 1120, "2026-12-01T00:29:00Z")));
    }

    @Test
    void aSinkThatIsDownDoesNotHideThatOthersContradictEachOther() {
        List<SinkFailure> down = List.of(failure(Outcome.CONNECTION));
        List<SinkFailure> doubted = List.of(failure(Outcome.DAMAGED));

        assertEquals(Outcome.DAMAGED, outcome(doubted, down));
        assertEquals(Outcome.DAMAGED, outcome(doubted, List.of()));
        assertEquals(Outcome.CONNECTION, outcome(List.of(), down));
        assertEquals(Outcome.OK, outcome(List.of(), List.of()));
    }
}
