package dev.perigee.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AgendaTest {

    private static final Instant NINE = Instant.parse("2026-11-23T09:00:00Z");
    private static final Duration MOST = Duration.ofMinutes(5);

    private static Agenda lastRan(Instant last) {
        return new Agenda(new Hourly(), last);
    }

    @Test
    void itIsDueWhenTheHourStrikesAndNotBefore() {
        Agenda agenda = lastRan(NINE);

        assertFalse(agenda.isDue(Instant.parse("2026-11-23T09:59:59Z")));
        assertTrue(agenda.isDue(Instant.parse("2026-11-23T10:00:00Z")));
    }

    @Test
    void manyMissedTimesAreOneRun() {
        Instant now = Instant.parse("2026-11-25T17:30:00Z");

        assertTrue(lastRan(NINE).isDue(now));
        assertFalse(lastRan(now).isDue(now));
    }

    private static Agenda seenAt(String now) {
        return lastRan(Instant.parse("2027-01-01T00:00:00Z")).seenAt(Instant.parse(now), Duration.ofSeconds(30));
    }

    @Test
    void whatBecameDueSinceTheClockWasPutBackIsNotPassedOver() {
        assertTrue(seenAt("2026-11-23T10:00:29Z").isDue(Instant.parse("2026-11-23T10:00:29Z")));
        assertFalse(seenAt("2026-11-23T10:00:31Z").isDue(Instant.parse("2026-11-23T10:00:31Z")));
    }

    @Test
    void aClockThatIsABitBehindThatOfTheLastRunMakesNoSecondOne() {
        Instant now = Instant.parse("2026-11-23T10:00:01Z");

        assertFalse(
                lastRan(now.plusSeconds(5)).seenAt(now, Duration.ofSeconds(30)).isDue(now));
    }

    @Test
    void aClockPutBackGoesOnFromThere() {
        Agenda agenda = seenAt("2026-11-23T09:59:00Z");

        assertFalse(agenda.isDue(Instant.parse("2026-11-23T09:59:30Z")));
        assertEquals(Duration.ofSeconds(30), agenda.untilDue(Instant.parse("2026-11-23T09:59:30Z"), MOST));
        assertTrue(agenda.isDue(Instant.parse("2026-11-23T10:00:00Z")));
    }

    @Test
    void itWaitsNoLongerThanTold() {
        assertEquals(MOST, lastRan(NINE).untilDue(NINE.plusSeconds(1), MOST));
        assertEquals(Duration.ZERO, lastRan(NINE).untilDue(NINE.plusSeconds(7200), MOST));
    }

    @Test
    void itTellsWhenTheNextRunIs() {
        assertEquals("next run 2026-11-23T10:00:00Z", lastRan(NINE).told(NINE.plusSeconds(1)));
        assertEquals("a run is due now", lastRan(NINE).told(NINE.plusSeconds(7200)));
    }
}
