package dev.perigee.core.retention;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** A stretch of the calendar, in UTC, of which the newest backup may be kept. */
public enum Period {
    /** From one full hour to the next. */
    HOURLY,
    /** From midnight to midnight. */
    DAILY,
    /** ISO weeks: Monday to Sunday. */
    WEEKLY,
    /** Calendar months. */
    MONTHLY,
    /** Calendar years. */
    YEARLY;

    /**
     * The key of the rule in a {@code retention} block.
     *
     * @return {@code keep-daily} and so on
     */
    public String key() {
        return "keep-" + name().toLowerCase(Locale.ROOT);
    }

    /** Two times get the same word if, and only if, they lie in the same stretch. */
    String stretch(LocalDateTime utc) {
        return switch (this) {
            case HOURLY -> utc.truncatedTo(ChronoUnit.HOURS).toString();
            case DAILY -> utc.toLocalDate().toString();
            case WEEKLY -> utc.get(IsoFields.WEEK_BASED_YEAR) + "-W" + utc.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case MONTHLY -> utc.getYear() + "-" + utc.getMonthValue();
            case YEARLY -> String.valueOf(utc.getYear());
        };
    }

    /** Where the stretch after that of a time begins. */
    LocalDateTime next(LocalDateTime utc) {
        LocalDateTime day = utc.truncatedTo(ChronoUnit.DAYS);
        return switch (this) {
            case HOURLY -> utc.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            case DAILY -> day.plusDays(1);
            case WEEKLY -> day.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
            case MONTHLY -> day.withDayOfMonth(1).plusMonths(1);
            case YEARLY -> day.withDayOfYear(1).plusYears(1);
        };
    }
}
