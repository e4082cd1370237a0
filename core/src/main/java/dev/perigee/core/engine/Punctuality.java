package dev.perigee.core.engine;

import dev.perigee.core.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says when a backup should have come that hasn't. Pure. */
final class Punctuality {

    private static final Duration LEAST = Duration.ofMinutes(2);
    private static final Duration MOST = Duration.ofHours(1);

    private Punctuality() {}

    /**
     * The due time that the newest backup is behind.
     *
     * @param schedule the job's
     * @param newest the latest moment at which the newest backup may have been taken
     * @param now what time it is
     * @return empty while a run may still be on its way: a quarter of the time to the next due one, from 2 minutes to an hour
     */
    static Optional<Instant> missed(Schedule schedule, Instant newest, Instant now) {
        return schedule.next(newest)
                .filter(due -> due.plus(patience(schedule, due)).isBefore(now));
    }

    /**
     * Whether a run that failed could have been made up for by now.
     *
     * @param schedule the job's; without one nothing comes by itself
     * @param end when the run ended
     * @param now what time it is
     * @return false for as long as a due time is waited for
     */
    static boolean isOver(Optional<Schedule> schedule, Instant end, Instant now) {
        return schedule.map(times -> end.plus(patience(times, end)).isBefore(now))
                .orElse(true);
    }

    private static Duration patience(Schedule schedule, Instant due) {
        Duration quarter = schedule.next(due)
                .map(next -> Duration.between(due, next).dividedBy(4))
                .orElse(MOST);
        Duration capped = quarter.compareTo(MOST) > 0 ? MOST : quarter;
        return capped.compareTo(LEAST) < 0 ? LEAST : capped;
    }
}
