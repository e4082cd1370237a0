package dev.perigee.core.retention;

import dev.perigee.core.catalog.Origin;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A whole backup, as far as retention cares.
 *
 * @param id what tells it from the others; not interpreted, only compared between backups of the same time
 * @param time when it was taken
 * @param calendar where it lies in the calendar that the rules for days, weeks and so on count by
 * @param origin whether this installation made or proved it
 * @param readBack whether this very copy was fetched and proven since it was stored
 * @param superseded why it keeps no place of a rule, as another backup counts more; empty if it counts
 * @param timeline the name of the timeline it belongs to, in the order in which they began; empty for the first
 */
public record Candidate(
        String id,
        Instant time,
        LocalDateTime calendar,
        Origin origin,
        boolean readBack,
        Optional<String> superseded,
        String timeline) {

    /**
     * A backup that was never read back.
     *
     * @param id what tells it from the others
     * @param time when it was taken
     * @param calendar where it lies in the calendar
     * @param origin whether this installation made or proved it
     */
    public Candidate(String id, Instant time, LocalDateTime calendar, Origin origin) {
        this(id, time, calendar, origin, false, Optional.empty(), "");
    }

    /**
     * A backup in UTC's calendar.
     *
     * @param id what tells it from the others
     * @param time when it was taken
     * @param origin whether this installation made or proved it
     */
    public Candidate(String id, Instant time, Origin origin) {
        this(id, time, LocalDateTime.ofInstant(time, ZoneOffset.UTC), origin);
    }
}
