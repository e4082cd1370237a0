package dev.perigee.core.retention;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * A backup, as far as retention cares.
 *
 * @param id what tells it from the others; not interpreted, only compared between backups of the same time
 * @param time when it was taken
 * @param calendar where it lies in the calendar that the rules for days, weeks and so on count by
 * @param proven whether its snapshot was checked and found good
 */
public record Candidate(String id, Instant time, LocalDateTime calendar, boolean proven) {

    /**
     * A backup in UTC's calendar.
     *
     * @param id what tells it from the others
     * @param time when it was taken
     * @param proven whether its snapshot was checked and found good
     */
    public Candidate(String id, Instant time, boolean proven) {
        this(id, time, LocalDateTime.ofInstant(time, ZoneOffset.UTC), proven);
    }
}
