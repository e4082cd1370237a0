package dev.perigee.core.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the schedules against crontab(5), followed minute by minute with nothing but its five sets of numbers. */
class CrontabModelTest {

    /** What crontab(5) says, written down without a thought for speed. */
    private record Crontab(BitSet minutes, BitSet hours, BitSet days, BitSet months, BitSet weekdays, boolean starDay) {

        static Crontab of(String text) {
            String[] fields = text.split(" ");
            BitSet weekdays = set(fields[4], 0, 7);
            weekdays.set(0, weekdays.get(0) || weekdays.get(7));
            return new Crontab(
                    set(fields[0], 0, 59),
                    set(fields[1], 0, 23),
                    set(fields[2], 1, 31),
                    set(fields[3], 1, 12),
                    weekdays,
                    fields[2].startsWith("*") || fields[4].startsWith("*"));
        }

        private static BitSet set(String field, int least, int most) {
            BitSet set = new BitSet();
            for (String part : field.split(",")) {
                String[] rangeAndStep = part.split("/");
                String[] ends = rangeAndStep[0].split("-");
                boolean star = rangeAndStep[0].equals("*");
                int from = star ? least : Integer.parseInt(ends[0]);
                int open = rangeAndStep.length > 1 ? most : from;
                int to = star ? most : ends.length > 1 ? Integer.parseInt(ends[1]) : open;
                int step = rangeAndStep.length > 1 ? Integer.parseInt(rangeAndStep[1]) : 1;
                for (int value = from; value <= to; value += step) {
                    set.set(value);
                }
            }
            return set;
        }

        boolean matches(LocalDateTime wall) {
            boolean day = days.get(wall.getDayOfMonth());
            boolean weekday = weekdays.get(wall.getDayOfWeek().getValue() % 7);
            return minutes.get(wall.getMinute())
                    && hours.get(wall.getHour())
                    && months.get(wall.getMonthValue())
                    && (starDay ? day && weekday : day || weekday);
        }

        /** The first match after a time; by whole days first, since most days have none. */
        Optional<LocalDateTime> next(LocalDateTime after, LocalDateTime end) {
            LocalDateTime wall = after.plusMinutes(1);
            while (wall.isBefore(end)) {
                if (matches(wall)) {
                    return Optional.of(wall);
                }
                wall = anyOf(wall)
                        ? wall.plusMinutes(1)
                        : wall.toLocalDate().plusDays(1).atStartOfDay();
            }
            return Optional.empty();
        }

        private boolean anyOf(LocalDateTime wall) {
            return matches(wall.withHour(hours.nextSetBit(0)).withMinute(minutes.nextSetBit(0)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0 */31 * 1", "0 0 1 * */8", "0 0 */31 * */8", "0 0 */15 * */3", "0 0 *,13 * 5", "0 0 13 * *,5",
                "0 0 1-31 * 5", "0 0 13 * 0-7", "0 0 */1 * 5", "0 0 13 * */1", "0 0 29 2 */7", "0 0 */29 2 0",
                "0 0 31 2 1", "30 4 1,15 * 5", "0 0 5/7 * 2", "0 0 * * 1-7/3", "0 0 * * 5-7", "0 0 * * */7",
                "0 0 31 * *", "59 23 31 12 *", "0 0 29 2 *", "1-59/29 */11 */10 1-12/5 *",
            })
    void aScheduleFiresWhenCrontabWouldOverThirtyYears(String text) {
        assertSameTimes(text, LocalDateTime.of(2026, 11, 23, 10, 7), LocalDateTime.of(2056, 1, 1, 0, 0));
    }

    @Test
    void anyTwoHundredSchedulesFireWhenCrontabWould() {
        Random random = new Random(19_700_101);
        for (int i = 0; i < 200; i++) {
            String text = String.join(
                    " ",
                    field(random, 0, 59, 2),
                    field(random, 0, 23, 2),
                    field(random, 1, 31, 4),
                    field(random, 1, 12, 2),
                    field(random, 0, 7, 4));
            LocalDateTime from = LocalDateTime.of(2024, 1, 1, 0, 0).plusHours(random.nextInt(60_000));
            Optional<LocalDateTime> ever = Crontab.of(text).next(from, from.plusYears(41));
            if (ever.isEmpty()) {
                assertNeverComes(text);
            } else {
                assertSameTimes(text, from, from.plusMonths(14));
            }
        }
    }

    /** Where nothing is skipped or repeated, the zone is a fixed distance; where it is, a star follows the wall. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Beirut"})
    void aScheduleWithAStarFollowsTheWallOfItsZone(String zone) {
        for (String text : new String[] {"*/20 * * * *", "* 1-3 * 3,4,10,11 *", "7 */5 */31 * 0", "*/30 0 1 * */8"}) {
            Crontab model = Crontab.of(text);
            Schedule schedule = Schedule.parse(text, ZoneId.of(zone));
            Instant due = Instant.parse("2026-03-06T00:00:00Z");
            for (Instant minute = due.plusSeconds(60);
                    minute.isBefore(Instant.parse("2026-04-12T00:00:00Z"));
                    minute = minute.plusSeconds(60)) {
                if (model.matches(LocalDateTime.ofInstant(minute, ZoneId.of(zone)))) {
                    assertEquals(Optional.of(minute), schedule.next(due), text + " in " + zone + " after " + due);
                    due = minute;
                }
            }
        }
    }

    private static String field(Random random, int least, int most, int stars) {
        if (random.nextInt(stars) > 0) {
            return random.nextInt(3) == 0 ? "*/" + (1 + random.nextInt(most + 3)) : "*";
        }
        int from = least + random.nextInt(most - least + 1);
        int to = from + random.nextInt(most - from + 1);
        return switch (random.nextInt(4)) {
            case 0 -> String.valueOf(from);
            case 1 -> from + "," + to;
            case 2 -> from + "-" + to;
            default -> from + "-" + to + "/" + (1 + random.nextInt(9));
        };
    }

    private static void assertSameTimes(String text, LocalDateTime from, LocalDateTime end) {
        Crontab model = Crontab.of(text);
        Schedule schedule = Schedule.parse(text, ZoneOffset.UTC);
        LocalDateTime due = from;
        for (int i = 0; i < 100; i++) {
            Optional<LocalDateTime> expected = model.next(due, end);
            if (expected.isEmpty()) {
                return;
            }
            Optional<LocalDateTime> next = schedule.next(due.toInstant(ZoneOffset.UTC))
                    .map(instant -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
            assertEquals(expected, next, text + " after " + due);
            due = expected.get();
        }
    }

    private static void assertNeverComes(String text) {
        try {
            Schedule.parse(text, ZoneOffset.UTC);
            fail(text + " never comes, and is taken");
        } catch (IllegalArgumentException e) {
            assertEquals("is '" + text + "', which never comes: no such day is in any of these months", e.getMessage());
        }
    }
}
