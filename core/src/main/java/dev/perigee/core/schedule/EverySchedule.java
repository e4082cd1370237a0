package dev.perigee.core.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Due at each multiple of a span since 1970-01-01T00:00Z, whatever the clocks on the walls do.
 *
 * @param text as the user wrote it
 * @param span whole seconds, positive
 */
record EverySchedule(String text, Duration span) implements Schedule {

    @Override
    public Optional<Instant> next(Instant after) {
        long seconds = span.toSeconds();
        try {
            long multiple = Math.addExact(Math.floorDiv(after.getEpochSecond(), seconds), 1);
            return Optional.of(Instant.ofEpochSecond(Math.multiplyExact(multiple, seconds)));
        } catch (ArithmeticException | DateTimeException e) {
            return Optional.empty(); // beyond the end of time, as Instant counts it
        }
    }
}
