package dev.perigee.core.engine;

import dev.perigee.core.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * When backups should have come that never did. Pure.
 *
 * @param schedule as it is written
 * @param since from when on it was looked
 * @param gaps stretches without a backup, the oldest first
 */
public record Gaps(String schedule, Instant since, List<Gap> gaps) {

    /** A year of hours. */
    private static final int MOST_DUE = 10_000;

    private static final Duration LONGEST = Duration.ofDays(366);

    /**
     * Due times that passed one after the other without a backup.
     *
     * @param first the first of them
     * @param last the last
     * @param missed how many there are
     */
    public record Gap(Instant first, Instant last, int missed) {}

    /** Copies the list. */
    public Gaps {
        gaps = List.copyOf(gaps);
    }

    /**
     * How many due times passed without a backup.
     *
     * @return from 0 up
     */
    public int missed() {
        return gaps.stream().mapToInt(Gap::missed).sum();
    }

    /**
     * Looks through a history.
     *
     * @param schedule the job's
     * @param taken when backups were taken, in any order
     * @param now what time it is
     * @return empty if there was none; else from the first on, a year at most
     */
    static Optional<Gaps> of(Schedule schedule, Collection<Instant> taken, Instant now) {
        TreeSet<Instant> times = new TreeSet<>(taken);
        if (times.isEmpty()) {
            return Optional.empty();
        }
        Instant since = times.first().isBefore(now.minus(LONGEST)) ? now.minus(LONGEST) : times.first();
        List<Gap> gaps = new ArrayList<>();
        boolean before = false;
        Optional<Instant> due = schedule.next(since);
        for (int count = 0; due.isPresent() && !due.get().isAfter(now) && count < MOST_DUE; count++) {
            Optional<Instant> next = schedule.next(due.get());
            boolean missed = isMissed(schedule, times, due.get(), next, now);
            if (missed) {
                Gap last = before ? gaps.removeLast() : new Gap(due.get(), due.get(), 0);
                gaps.add(new Gap(last.first(), due.get(), last.missed() + 1));
            }
            before = missed;
            due = next;
        }
        return Optional.of(new Gaps(schedule.text(), since, gaps));
    }

    /** Whether none came until the next one was due; a run that was just due may be on its way. */
    private static boolean isMissed(
            Schedule schedule, TreeSet<Instant> times, Instant due, Optional<Instant> next, Instant now) {
        Optional<Instant> came = Optional.ofNullable(times.ceiling(due));
        boolean inTime =
                came.filter(at -> next.isEmpty() || at.isBefore(next.get())).isPresent();
        return !inTime && Punctuality.missed(schedule, due.minusSeconds(1), now).isPresent();
    }
}
