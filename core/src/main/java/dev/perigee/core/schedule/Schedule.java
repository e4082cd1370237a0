package dev.perigee.core.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a job is due: a pure function from an instant to the next. Immutable, safe for many threads.
 *
 * <p>Daylight saving is treated as Vixie's cron does. Where the clock is put forward, a time that is skipped comes at
 * the end of the gap, once. Where it is put back, a time that occurs twice counts the first time only. Schedules whose
 * minute or hour starts with {@code *} are left alone by both rules: they follow the clock on the wall, so that
 * "every hour" stays every hour. A step that is longer than its range, such as {@code *}{@code /24} hours, names one
 * time of the day and isn't left alone: a daily backup must not be lost in a gap.
 */
public interface Schedule {

    /**
     * Reads a schedule: five fields as {@code crontab(5)} has them (minute, hour, day of month, month, day of week;
     * names of months and days; ranges, lists, steps; if both days are restricted, either one is enough, and if one of
     * the two starts with {@code *}, even as a step, both must hold), a nickname
     * ({@code @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly}), or {@code @every 6h}.
     *
     * <p>{@code @every} takes a whole number of seconds and a unit ({@code s, m, h, d}); it counts from
     * 1970-01-01T00:00Z and not from a start, so that a daemon that is restarted often still comes round to it.
     *
     * @param text as the user wrote it
     * @param zone whose clock the fields speak of
     * @return the schedule
     * @throws IllegalArgumentException if it can't be read, or would never fire; the message can follow the key:
     *     {@code is '61 * * * *'; …}
     */
    static Schedule parse(String text, ZoneId zone) {
        return Schedules.parse(text, zone);
    }

    /**
     * The first due time after an instant.
     *
     * @param after exclusive
     * @return the next due time, or empty if there is none any more
     */
    Optional<Instant> next(Instant after);

    /**
     * The schedule as the user wrote it.
     *
     * @return for messages and {@code config show}
     */
    String text();
}
