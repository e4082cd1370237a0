package dev.perigee.daemon.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.hook.Occasion;
import dev.perigee.daemon.event.DaemonEvent;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a hook says of histories. */
class HistoryMessageTest {

    private static Optional<HookMessage> message(DaemonEvent event, Occasion... on) {
        return HookMessage.of(event, Set.of(on), "here", "0.1.0");
    }

    @Test
    void oneThatStandsOrHasAGapIsAFailureAndOneThatGoesOnASuccess() {
        assertEquals(
                Occasion.FAILURE,
                message(HookEvents.historyStands("one"), Occasion.FAILURE)
                        .orElseThrow()
                        .occasion());
        assertEquals(
                Occasion.FAILURE,
                message(HookEvents.historyLost("one"), Occasion.FAILURE)
                        .orElseThrow()
                        .occasion());
        assertEquals(Optional.empty(), message(HookEvents.historyGoesOn("one"), Occasion.FAILURE));
        assertEquals(
                Occasion.SUCCESS,
                message(HookEvents.historyGoesOn("one"), Occasion.SUCCESS)
                        .orElseThrow()
                        .occasion());
    }

    @Test
    void whoeverWantsToHearOfHistoriesHearsAll() {
        for (DaemonEvent event : new DaemonEvent[] {
            HookEvents.historyStands("one"), HookEvents.historyLost("one"), HookEvents.historyGoesOn("one")
        }) {
            assertEquals(
                    Occasion.HISTORY,
                    message(event, Occasion.HISTORY).orElseThrow().occasion());
        }
        assertEquals(Optional.empty(), message(HookEvents.historyStands("one"), Occasion.PRUNE));
    }

    @Test
    void theTextSaysWhatAndTheFactsAreForPrograms() {
        HookMessage gap =
                message(HookEvents.historyLost("one"), Occasion.FAILURE).orElseThrow();
        assertEquals("here: job one: the history has a gap, behind revision 11: compacted", gap.text());
        assertEquals(
                "{\"event\":\"failure\",\"at\":\"2026-11-23T10:00:05Z\",\"instance\":\"here\",\"version\":\"0.1.0\","
                        + "\"job\":\"one\",\"kind\":\"history\",\"outcome\":\"gap\",\"reason\":\"compacted\","
                        + "\"timeline\":\"20261123T095900Z-10-0badcafe\",\"first\":12,\"error\":\"compacted\"}",
                gap.json(0));
        assertEquals(
                "here: job one: the history stands still: no route; look",
                message(HookEvents.historyStands("one"), Occasion.FAILURE)
                        .orElseThrow()
                        .text());
    }
}
