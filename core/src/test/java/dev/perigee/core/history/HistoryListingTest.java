package dev.perigee.core.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryListingTest {

    private static SinkFailure failure(Outcome outcome) {
        return new SinkFailure("far", outcome, "what it is", Optional.empty());
    }

    private static Outcome outcome(List<SinkFailure> contradictions, List<SinkFailure> warnings) {
        return new HistoryListing(
                        "prod",
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        contradictions,
                        Optional.empty(),
                        List.of(),
                        warnings)
                .outcome();
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
