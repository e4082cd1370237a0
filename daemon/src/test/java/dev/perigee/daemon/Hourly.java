package dev.perigee.daemon;

import dev.perigee.core.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Due at every full hour. */
record Hourly() implements Schedule {

    @Override
    public Optional<Instant> next(Instant after) {
        return Optional.of(after.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1)));
    }

    @Override
    public String text() {
        return "@hourly";
    }
}
