package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.engine.Gaps.Gap;
import dev.perigee.core.schedule.Schedule;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GapsTest {

    private static final Schedule HOURLY = Schedule.parse("0 * * * *", ZoneOffset.UTC);

    private static Instant at(String time) {
        return Instant.parse("2026-11-20T" + time + ":00Z");
    }

    private static Gaps gaps(String now, String... taken) {
        return Gaps.of(HOURLY, Stream.of(taken).map(GapsTest::at).toList(), at(now))
                .orElseThrow();
    }

    @Test
    void aHistoryWithoutAHoleHasNone() {
        assertEquals(
                List.of(), gaps("03:10", "00:00", "01:00", "02:07", "03:01").gaps());
    }

    @Test
    void holesInTheMiddleAreFoundNotOnlyTheLastOne() {
        Gaps gaps = gaps("09:30", "00:00", "03:00", "04:00", "06:00", "07:00");

        assertEquals(
                List.of(
                        new Gap(at("01:00"), at("02:00"), 2),
                        new Gap(at("05:00"), at("05:00"), 1),
                        new Gap(at("08:00"), at("09:00"), 2)),
                gaps.gaps());
        assertEquals(5, gaps.missed());
    }

    @Test
    void aRunThatWasJustDueMayBeOnItsWay() {
        assertEquals(0, gaps("01:05", "00:00").missed());
    }

    @Test
    void whereThereWasNoBackupNothingIsSaid() {
        assertEquals(Optional.empty(), Gaps.of(HOURLY, List.of(), at("00:00")));
    }
}
