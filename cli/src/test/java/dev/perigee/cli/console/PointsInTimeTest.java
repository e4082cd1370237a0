package dev.perigee.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointsInTimeTest {

    private static final PointsInTime BERLIN =
            new PointsInTime(Instant.parse("2026-11-23T10:00:00Z"), ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        2026-11-23T04:00:00Z        | 2026-11-23T04:00:00Z
        2026-11-23T04:00Z           | 2026-11-23T04:00:00Z
        2026-11-23t04:00:00.5z      | 2026-11-23T04:00:00.500Z
        20261123T040000Z            | 2026-11-23T04:00:00Z
        2026-11-23T04:00+02:00      | 2026-11-23T02:00:00Z
        2026-11-23T04:00:00-0530    | 2026-11-23T09:30:00Z
        2026-11-23 04:00:00 +02:00  | 2026-11-23T02:00:00Z
        # by the clock of the zone
        2026-11-23T04:00            | 2026-11-23T03:00:00Z
        2026-11-23 04:00:30         | 2026-11-23T03:00:30Z
        2026-07-01 04:00            | 2026-07-01T02:00:00Z
        # a date is its end
        2026-11-22                  | 2026-11-22T22:59:59.999999999Z
        2026-02-28                  | 2026-02-28T22:59:59.999999999Z
        # the day on which the clock goes back, a time that comes twice, and one that is left out
        2026-10-25                  | 2026-10-25T22:59:59.999999999Z
        2026-10-25 02:30            | 2026-10-25T01:30:00Z
        2026-03-29 02:30            | 2026-03-29T01:30:00Z
        # a time of the day is the last one that has been: it is 11:00 in Berlin
        04:00                       | 2026-11-23T03:00:00Z
        11:00                       | 2026-11-23T10:00:00Z
        23:15                       | 2026-11-22T22:15:00Z
        now                         | 2026-11-23T10:00:00Z
        today                       | 2026-11-23T10:00:00Z
        Yesterday                   | 2026-11-22T22:59:59.999999999Z
        2 hours ago                 | 2026-11-23T08:00:00Z
        90m ago                     | 2026-11-23T08:30:00Z
        1 day ago                   | 2026-11-22T10:00:00Z
        30 days ago                 | 2026-10-24T09:00:00Z
        2 weeks ago                 | 2026-11-09T10:00:00Z
        6 months ago                | 2026-05-23T09:00:00Z
        """)
    void aPointInTimeIsReadAsPeopleWriteIt(String text, Instant expected) throws Failure {
        assertEquals(expected, BERLIN.parse("--at", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2026-02-30",
                "2026-13-01",
                "24:30",
                "2026-11-23T25:00",
                "11/23/2026",
                "23.11.2026",
                "2 ago",
                "2h",
                "2 moons ago",
                "1795420800",
                "2026-11-23T04",
                "-2 hours ago",
            })
    void whatIsNoneIsRefusedWithWhatIsTaken(String text) {
        Failure failure = assertThrows(Failure.class, () -> BERLIN.parse("--at", text));

        assertEquals(ExitCode.BAD_ARGUMENTS, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).startsWith("--at is '" + text + "'; it takes a time such as"));
    }

    @Test
    void aPointIsToldByBothClocksAndHowLongAgoItIs() {
        assertEquals(
                "2026-11-23T09:00:03Z (10:00:03 on Monday in Europe/Berlin, 59m57s ago)",
                BERLIN.told(Instant.parse("2026-11-23T09:00:03Z")));
        PointsInTime utc = new PointsInTime(BERLIN.now(), ZoneId.of("UTC"));
        assertEquals("2026-11-23T09:00:03Z (59m57s ago)", utc.told(Instant.parse("2026-11-23T09:00:03Z")));
        assertEquals(
                "2026-11-23T10:00:01Z (in the future: what there is now is meant)",
                utc.told(Instant.parse("2026-11-23T10:00:01Z")));
    }
}
