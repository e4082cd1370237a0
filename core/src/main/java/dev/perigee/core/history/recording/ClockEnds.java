package dev.perigee.core.history.recording;

import dev.perigee.core.time.Timing;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How often a history may end because the clock was put back: each time costs a backup, and there are clocks that are put back every
 * minute. Counted by what never jumps. Used by one thread.
 */
final class ClockEnds {

    private static final Duration EVERY = Duration.ofMinutes(10);

    private final Timing timing;
    private OptionalLong ended = OptionalLong.empty();

    ClockEnds(Timing timing) {
        this.timing = timing;
    }

    boolean mayEnd() {
        return ended.isEmpty() || timing.since(ended.getAsLong()).compareTo(EVERY) >= 0;
    }

    void ended() {
        ended = OptionalLong.of(timing.ticker().getAsLong());
    }
}
