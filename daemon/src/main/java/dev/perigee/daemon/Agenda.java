package dev.perigee.daemon;

import dev.perigee.core.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When one job is due. Pure.
 *
 * @param schedule the job's schedule
 * @param last when it last ran or, if it never did, when the daemon first saw it
 */
record Agenda(Schedule schedule, Instant last) {

    /**
     * A last run in the future says that the clock has been put back: the schedule goes on from now, or from the last look, when it
     * may have been put back already. What became due since then isn't passed over, unless the run is as young as that itself, or
     * was another daemon's with a clock that is a bit ahead.
     *
     * @param unseen how long ago the last look is at most
     */
    Agenda seenAt(Instant now, Duration unseen) {
        if (!last.isAfter(now)) {
            return this;
        }
        return new Agenda(schedule, last.isAfter(now.plus(unseen)) ? now.minus(unseen) : now);
    }

    /**
     * Whether a due time has passed since the last run. However many have, that is one run: the others are made up for
     * by it.
     */
    boolean isDue(Instant now) {
        return schedule.next(last).filter(next -> !next.isAfter(now)).isPresent();
    }

    /** When it is due next; in the past if it is overdue; empty if never again. */
    Optional<Instant> due() {
        return schedule.next(last);
    }

    /** When it is due, for people: "next run " and the time, in UTC. */
    String told(Instant now) {
        return isDue(now)
                ? "a run is due now"
                : schedule.next(last)
                        .map(next -> "next run " + next.truncatedTo(ChronoUnit.SECONDS))
                        .orElse(schedule instanceof OnDemand ? "on demand" : "no run ever again");
    }

    /** How long until it is due; zero if it is; at most {@code most}. */
    Duration untilDue(Instant now, Duration most) {
        return schedule.next(last)
                .map(next -> Duration.between(now, next))
                .filter(wait -> wait.compareTo(most) < 0)
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .orElse(most);
    }
}
