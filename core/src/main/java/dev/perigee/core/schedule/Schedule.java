package dev.perigee.core.schedule;

import java.time.Instant;
import java.util.Optional;

/** When a job is due: a pure function from an instant to the next. */
public interface Schedule {

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
