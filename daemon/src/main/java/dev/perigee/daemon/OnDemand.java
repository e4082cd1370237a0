package dev.perigee.daemon;

import dev.perigee.core.schedule.Schedule;
import java.time.Instant;
import java.util.Optional;

/** The schedule of a job that runs only when somebody asks for it. */
record OnDemand() implements Schedule {

    @Override
    public Optional<Instant> next(Instant after) {
        return Optional.empty();
    }

    @Override
    public String text() {
        return "none";
    }
}
