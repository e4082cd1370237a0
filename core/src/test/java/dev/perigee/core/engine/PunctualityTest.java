package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.schedule.Schedule;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PunctualityTest {

    private static Optional<Instant> missed(String schedule, String newest, String now) {
        return Punctuality.missed(Schedule.parse(schedule, ZoneOffset.UTC), Instant.parse(newest), Instant.parse(now));
    }

    @Test
    void aDailyBackupIsMissedAnHourAfterItWasDue() {
        assertEquals(Optional.empty(), missed("@daily", "2026-11-23T00:00:05Z", "2026-11-24T00:59:00Z"));
        assertEquals(
                Optional.of(Instant.parse("2026-11-24T00:00:00Z")),
                missed("@daily", "2026-11-23T00:00:05Z", "2026-11-24T01:01:00Z"));
    }

    @Test
    void aQuarterOfTheTimeBetweenTwoDueOnesIsWaitedAndTwoMinutesAtLeast() {
        assertEquals(Optional.empty(), missed("@hourly", "2026-11-23T09:00:05Z", "2026-11-23T10:14:00Z"));
        assertEquals(
                Optional.of(Instant.parse("2026-11-23T10:00:00Z")),
                missed("@hourly", "2026-11-23T09:00:05Z", "2026-11-23T10:16:00Z"));
        assertEquals(Optional.empty(), missed("@every 5s", "2026-11-23T09:00:00Z", "2026-11-23T09:02:00Z"));
        assertEquals(
                Optional.of(Instant.parse("2026-11-23T09:00:05Z")),
                missed("@every 5s", "2026-11-23T09:00:00Z", "2026-11-23T09:02:10Z"));
    }
}
