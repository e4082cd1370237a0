package dev.perigee.core.history.standing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.standing.HistoryStanding.State;
import dev.perigee.core.history.standing.HistoryStanding.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryAssessmentTest {

    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

    private final HistoryAssessment assessment = new HistoryAssessment(HistorySettings.DEFAULT, NOW);

    private static HistoryStanding standing(State state, Optional<Duration> recorded, Duration stored, int forced) {
        Optional<Instant> until = recorded.map(NOW::minus);
        return new HistoryStanding(
                NOW,
                state,
                NOW.minusSeconds(600),
                state == State.STANDING ? "no route" : "",
                Optional.empty(),
                7,
                until,
                Optional.empty(),
                Map.of("near", new Stored(7, until.map(_ -> NOW.minus(stored)))),
                0,
                Map.of(),
                0,
                List.of(),
                forced,
                Optional.empty());
    }

    private HistoryStatus of(State state, int recorded, int stored) {
        return assessment.of(standing(state, Optional.of(Duration.ofSeconds(recorded)), Duration.ofSeconds(stored), 0));
    }

    @Test
    void itIsLateAfterFourFlushesAndTwoMinutesAtLeast() {
        assertEquals(Duration.ofMinutes(2), assessment.patience());
        assertEquals(Duration.ofMinutes(20), new HistoryAssessment(flush(Duration.ofMinutes(5)), NOW).patience());
        assertEquals(HistoryHealth.WELL, of(State.STANDING, 120, 120).health());
        assertEquals(HistoryHealth.LATE, of(State.STANDING, 121, 121).health());
    }

    private static HistorySettings flush(Duration flush) {
        HistorySettings usual = HistorySettings.DEFAULT;
        return new HistorySettings(flush, usual.keep(), usual.packBytes(), usual.spoolBytes(), usual.sealEvery());
    }

    @Test
    void itSaysSinceWhenAndWhyItStandsStill() {
        HistoryStatus late = of(State.STANDING, 600, 600);
        assertEquals(
                "the history stands still since 2026-11-28T09:50:00Z, and 10m0s aren't recorded: no route",
                late.sentence());
        assertTrue(late.cure().orElseThrow().contains("goes on by itself"), late.toString());
    }

    @Test
    void aDaemonThatWasKilledIsHeardOfNoMore() {
        assertTrue(
                of(State.RECORDING, 300, 300)
                        .sentence()
                        .startsWith("nothing was heard of the history since 2026-11-28T09:55"),
                of(State.RECORDING, 300, 300).sentence());
    }

    @Test
    void aSinkThatGetsNothingIsLateThoughAllIsRecorded() {
        HistoryStatus late = of(State.RECORDING, 1, 300);
        assertEquals(HistoryHealth.LATE, late.health());
        assertEquals("sink 'near' lacks what was written of the history since 2026-11-28T09:55:00Z", late.sentence());
    }

    @Test
    void theFirstBackupMayTakeAWhileAndThenIsLate() {
        HistoryStanding waiting = standing(State.WAITING, Optional.empty(), Duration.ZERO, 0);
        assertEquals(HistoryHealth.LATE, assessment.of(waiting).health());
        HistoryAssessment early =
                new HistoryAssessment(HistorySettings.DEFAULT, waiting.since().plusSeconds(100));
        assertEquals(HistoryHealth.NEW, early.of(waiting).health());
    }

    @Test
    void basesThatAreForcedOneAfterTheOtherAreAnAlarmOfTheirOwn() {
        HistoryStanding forced = standing(State.WAITING, Optional.of(Duration.ZERO), Duration.ZERO, 3);
        assertEquals(HistoryHealth.LATE, assessment.of(forced).health());
        assertEquals(
                "3 histories in a row ended before a pack of them was closed",
                assessment.of(forced).sentence());
    }

    @Test
    void aClockThatWasPutBackIsNoAlarm() {
        assertEquals(HistoryHealth.WELL, of(State.RECORDING, -3600, -3600).health());
    }
}
