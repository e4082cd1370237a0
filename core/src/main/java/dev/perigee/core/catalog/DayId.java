package dev.perigee.core.catalog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Comparator;

/**
 * The name of a backup of which there is one a day: {@code gravity-<year>_<month>_<day>}, without zeros in front, as in
 * {@code gravity-2026_11_3}.
 *
 * @param day the day on which the snapshot was taken
 * @param zone whose day it is
 */
public record DayId(LocalDate day, ZoneId zone) implements BackupId {

    private static final Comparator<DayId> ORDER = Comparator.comparing(DayId::time)
            .thenComparing(DayId::day)
            .thenComparing(id -> id.zone().getId());

    @Override
    public Instant time() {
        return day.atStartOfDay(zone).toInstant();
    }

    @Override
    public Instant until() {
        return day.plusDays(1).atStartOfDay(zone).toInstant();
    }

    @Override
    public LocalDateTime calendar() {
        return day.atStartOfDay();
    }

    @Override
    public long revision() {
        return 0;
    }

    /** The day as it stands in the name and in the object's key. */
    String digits() {
        return day.getYear() + "_" + day.getMonthValue() + "_" + day.getDayOfMonth();
    }

    @Override
    public int compareTo(BackupId other) {
        return other instanceof DayId day ? ORDER.compare(this, day) : BackupId.byTime(this, other);
    }

    @Override
    public String toString() {
        return "gravity-" + digits();
    }
}
