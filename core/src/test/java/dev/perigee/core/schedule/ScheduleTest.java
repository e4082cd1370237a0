package dev.perigee.core.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0 0 * * *          | 2026-11-24T00:00 2026-11-25T00:00
        */15 * * * *       | 2026-11-23T10:15 2026-11-23T10:30
        */24 * * * *       | 2026-11-23T10:24 2026-11-23T10:48 2026-11-23T11:00
        5/20 * * * *       | 2026-11-23T10:25 2026-11-23T10:45 2026-11-23T11:05
        0 */6 * * *        | 2026-11-23T12:00 2026-11-23T18:00 2026-11-24T00:00
        0 */24 * * *       | 2026-11-24T00:00 2026-11-25T00:00
        */90 * * * *       | 2026-11-23T11:00 2026-11-23T12:00
        10-12/30 * * * *   | 2026-11-23T10:10 2026-11-23T11:10
        0 0 */40 * *       | 2026-12-01T00:00 2027-01-01T00:00
        30 4 1,15 * *      | 2026-12-01T04:30 2026-12-15T04:30
        0 0 * JAN MON      | 2027-01-04T00:00 2027-01-11T00:00
        0 0 * jan-feb *    | 2027-01-01T00:00
        0 12 * * mon-fri   | 2026-11-23T12:00 2026-11-24T12:00
        0 12 * * SUN-TUE   | 2026-11-23T12:00 2026-11-24T12:00 2026-11-29T12:00
        0 12 * * FRI-SUN   | 2026-11-27T12:00 2026-11-28T12:00 2026-11-29T12:00 2026-12-04T12:00
        0 12 * * 0         | 2026-11-29T12:00
        0 12 * * 7         | 2026-11-29T12:00
        0 0 29 2 *         | 2028-02-29T00:00 2032-02-29T00:00
        @hourly            | 2026-11-23T11:00
        @daily             | 2026-11-24T00:00
        @midnight          | 2026-11-24T00:00
        @weekly            | 2026-11-29T00:00
        @monthly           | 2026-12-01T00:00
        @Yearly            | 2027-01-01T00:00
        @annually          | 2027-01-01T00:00
        @every 6h          | 2026-11-23T12:00 2026-11-23T18:00
        @every 90s         | 2026-11-23T10:09 2026-11-23T10:10:30
        @every 2 d         | 2026-11-25T00:00 2026-11-27T00:00
        """)
    void comesNextAt(String text, String expected) {
        Schedule schedule = Schedule.parse(text, ZoneOffset.UTC);

        assertEquals(expected, firesAfter(schedule, "2026-11-23T10:07:30Z", expected.split(" ").length));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # both days restricted: either is enough
        0 0 1 * 1          | 2026-11-30T00:00 2026-12-01T00:00 2026-12-07T00:00
        # a step over all days restricts as well, and then both must hold
        0 0 */2 * 1        | 2026-12-07T00:00 2026-12-21T00:00 2027-01-11T00:00
        0 0 15 * */2       | 2026-12-15T00:00 2027-04-15T00:00
        # no 30th of February, yet the Mondays of February
        0 0 30 2 1         | 2027-02-01T00:00 2027-02-08T00:00
        """)
    void treatsTheTwoDaysAsCrontabDoes(String text, String expected) {
        Schedule schedule = Schedule.parse(text, ZoneOffset.UTC);

        assertEquals(expected, firesAfter(schedule, "2026-11-23T10:07:30Z", expected.split(" ").length));
    }

    // Berlin: 2026-03-29 02:00+01 becomes 03:00+02; 2026-10-25 03:00+02 becomes 02:00+01.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # a time in the gap comes at its end, once, and the day after as ever
        30 2 * * *       | 2026-03-28T00:00:00Z | 2026-03-28T01:30Z 2026-03-29T01:00Z 2026-03-30T00:30Z
        15,45 2 * * *    | 2026-03-29T00:00:00Z | 2026-03-29T01:00Z 2026-03-30T00:15Z 2026-03-30T00:45Z
        # the end of the gap is a due time of its own: once all the same
        0 2,3 * * *      | 2026-03-29T00:00:00Z | 2026-03-29T01:00Z 2026-03-30T00:00Z 2026-03-30T01:00Z
        # a time that comes twice counts the first time
        30 2 * * *       | 2026-10-24T23:00:00Z | 2026-10-25T00:30Z 2026-10-26T01:30Z
        # asked between the two, it is over for the day
        30 2 * * *       | 2026-10-25T01:00:00Z | 2026-10-26T01:30Z
        # schedules with a star follow the wall: no catching up in the gap …
        30 * * * *       | 2026-03-29T00:00:00Z | 2026-03-29T00:30Z 2026-03-29T01:30Z
        */30 2 * * *     | 2026-03-29T00:00:00Z | 2026-03-30T00:00Z 2026-03-30T00:30Z
        0 */6 * * *      | 2026-03-28T20:00:00Z | 2026-03-28T23:00Z 2026-03-29T04:00Z 2026-03-29T10:00Z
        # … and every hour stays every hour when the clock goes back
        0 * * * *        | 2026-10-24T23:30:00Z | 2026-10-25T00:00Z 2026-10-25T01:00Z 2026-10-25T02:00Z
        */30 2 * * *     | 2026-10-24T23:30:00Z | 2026-10-25T00:00Z 2026-10-25T00:30Z 2026-10-25T01:00Z 2026-10-25T01:30Z
        # spans don't know of clocks
        @every 1h        | 2026-10-24T23:30:00Z | 2026-10-25T00:00Z 2026-10-25T01:00Z 2026-10-25T02:00Z
        """)
    void survivesTheChangeOfTheClock(String text, Instant after, String expected) {
        Schedule schedule = Schedule.parse(text, BERLIN);

        assertEquals(expected.replace("Z", ""), firesAfter(schedule, after.toString(), expected.split(" ").length));
    }

    @Test
    void aStepBeyondTheDayIsAFixedTimeAndIsNotLostInAGapAtMidnight() {
        // Beirut: 2026-03-29 00:00+02 becomes 01:00+03.
        Schedule schedule = Schedule.parse("0 */24 * * *", ZoneId.of("Asia/Beirut"));

        assertEquals("2026-03-28T22:00 2026-03-29T21:00", firesAfter(schedule, "2026-03-28T12:00:00Z", 2));
    }

    @Test
    void aDayThatTheZoneLeftOutComesAtTheEndOfTheGap() {
        // Samoa had no 30 December 2011: from 29 December 24:00-10 straight to 31 December 00:00+14.
        Schedule schedule = Schedule.parse("0 12 30 * *", ZoneId.of("Pacific/Apia"));

        assertEquals("2011-12-30T10:00 2012-01-29T22:00", firesAfter(schedule, "2011-12-10T00:00:00Z", 2));
    }

    @Test
    void aLeapDayIsFoundAcrossACenturyWithoutOne() {
        Schedule schedule = Schedule.parse("0 0 29 2 *", ZoneOffset.UTC);

        assertEquals("2096-02-29T00:00 2104-02-29T00:00", firesAfter(schedule, "2096-01-01T00:00:00Z", 2));
    }

    @Test
    void nextIsExclusiveToTheNanosecond() {
        Schedule schedule = Schedule.parse("0 * * * *", BERLIN);
        Instant due = Instant.parse("2026-11-23T11:00:00Z");

        assertEquals(due, schedule.next(due.minusNanos(1)).orElseThrow());
        assertEquals(due.plusSeconds(3600), schedule.next(due).orElseThrow());
        assertEquals(due.plusSeconds(3600), schedule.next(due.plusNanos(1)).orElseThrow());
    }

    @Test
    void everyFollowingTimeIsLaterThanTheOneBefore() {
        for (String text : List.of("*/7 * * * *", "30 2 * * *", "0 1,2,3 * * *", "15 2-3 * * *", "*/20 2 * * *")) {
            Schedule schedule = Schedule.parse(text, BERLIN);
            Instant time = Instant.parse("2026-03-20T00:00:00Z");
            for (int i = 0; i < 2_000; i++) {
                Instant next = schedule.next(time).orElseThrow();
                assertTrue(next.isAfter(time), text + " at " + time + " gave " + next);
                time = next;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 31 2 */2"})
    void oneThatNeverFiresIsRefused(String text) {
        String message = refusal(text);

        assertTrue(message.startsWith("is '" + text + "', which never comes"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        61 * * * *       | value 61 not in range [0, 59]
        0 24 * * *       | value 24 not in range [0, 23]
        0 0 0 * *        | value 0 not in range [1, 31]
        0 0 * 13 *       | value 13 not in range [1, 12]
        0 0 * * 8        | value 8 not in range
        0 22-2 * * *     | range
        */0 * * * *      | 0 not in range
        * * * *          | which has 4 fields; it takes five
        0 0 1 1 * 2020   | which has 6 fields; it takes five
        soon             | which has one field; it takes five
        0 0 L * *        | it takes minute 0-59
        0 0 * * fry      | it takes minute 0-59
        1,,2 * * * *     | it takes minute 0-59
        @reboot          | @hourly, @daily
        @every           | such as 90s
        @every 0h        | such as 90s
        @every 1.5h      | such as 90s
        @every 6 weeks   | such as 90s
        @every 6M        | such as 90s
        @every 6H        | such as 90s
        @every 99999999d | at most
        """)
    void oneThatCantBeReadSaysWhatIsAllowed(String text, String part) {
        String message = refusal(text);

        assertTrue(message.startsWith("is '" + text + "'"), message);
        assertTrue(message.contains(part), message);
    }

    @Test
    void anEmptyTextIsRefused() {
        assertTrue(refusal("").contains("it takes five"));
    }

    @Test
    void keepsTheTextAsWritten() {
        assertEquals("@Daily", Schedule.parse("@Daily", BERLIN).text());
        assertEquals("0 */24 * * *", Schedule.parse("0 */24 * * *", BERLIN).text());
    }

    private static String refusal(String text) {
        return assertThrows(IllegalArgumentException.class, () -> Schedule.parse(text, ZoneOffset.UTC))
                .getMessage();
    }

    private static String firesAfter(Schedule schedule, String after, int count) {
        List<Instant> times = new ArrayList<>();
        Stream.iterate(Instant.parse(after), time -> schedule.next(time).orElseThrow())
                .skip(1)
                .limit(count)
                .forEach(times::add);
        return String.join(
                " ",
                times.stream()
                        .map(time ->
                                LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"30 2 * * *", "*/20 * * * *", "0 1-3 * * *", "0 0 1 * mon", "30 */2 * * *"})
    void whatWasAskedBeforeChangesNoAnswer(String text) {
        Schedule asked = Schedule.parse(text, BERLIN);

        for (String change : List.of("2026-03-28T22:00:00Z", "2026-10-24T22:00:00Z")) {
            for (int step = 0; step < 90; step++) {
                Instant after =
                        Instant.parse(change).plusSeconds(step * 7919L % 36_000).plusMillis(step % 2 * 500);

                assertEquals(
                        Schedule.parse(text, BERLIN).next(after), asked.next(after), () -> text + " after " + after);
            }
        }
    }
}
