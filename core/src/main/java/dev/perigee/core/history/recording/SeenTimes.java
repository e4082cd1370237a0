package dev.perigee.core.history.recording;

import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.history.standing.TimelineEnd;
import java.time.Duration;
import java.time.Instant;

/**
 * By when revisions are told to have been seen. By the times of one history the later of two revisions is the later one: a clock that is
 * put back ends it, for a time must mean one of them. Where another one ended so shortly before, time stands still instead until the
 * clock is there once more, and it is noted which times came twice. Used by one thread.
 */
final class SeenTimes {

    /** So far ahead a backup counts for nothing yet, and nothing that goes on from it can be restored. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final ClockEnds ends;
    private final Instant begun;
    private Instant latest;
    private RepeatedTimes repeated;

    /**
     * The times of one history.
     *
     * @param begun when the backup was taken that it begins with
     * @param latest when something was seen last
     * @param repeated which times came twice until then
     */
    SeenTimes(ClockEnds ends, Instant begun, Instant latest, RepeatedTimes repeated) {
        this.ends = ends;
        this.begun = begun;
        this.latest = latest;
        this.repeated = repeated;
    }

    /** By when it is told that what was heard now had been seen. */
    Instant at(Instant heard) throws TimelineEndedException {
        if (heard.plus(Moment.SKEW).isBefore(latest)) {
            putBack(heard);
        }
        latest = heard.isAfter(latest) ? heard : latest;
        return latest;
    }

    private void putBack(Instant heard) throws TimelineEndedException {
        if (ends.mayEnd() || heard.plus(AHEAD).isBefore(begun)) {
            ends.ended();
            throw new TimelineEndedException(
                    TimelineEnd.CLOCK_PUT_BACK,
                    "this machine's clock was put back, to " + heard + " from " + latest + " or later");
        }
        repeated = repeated.with(heard, latest);
    }

    RepeatedTimes repeated() {
        return repeated;
    }
}
