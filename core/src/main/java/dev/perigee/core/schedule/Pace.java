package dev.perigee.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How often backups come: when the jobs that make them are due, whichever it is. Without a job that has a schedule, once a day
 * is as good a guess as any.
 *
 * @param schedules of all jobs that store backups of one cluster in one sink
 */
public record Pace(List<Schedule> schedules) {

    /** Nobody has said how often. */
    public static final Pace UNKNOWN = new Pace(List.of());

    private static final Duration GUESS = Duration.ofDays(1);

    /** Copies the list. */
    public Pace {
        schedules = List.copyOf(schedules);
    }

    /**
     * When the first backup after a time is due.
     *
     * @param time exclusive
     * @return later than that
     */
    public Instant after(Instant time) {
        return schedules.stream()
                .map(schedule -> schedule.next(time))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .orElseGet(() -> time.plus(GUESS));
    }
}
