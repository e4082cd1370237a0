package dev.perigee.core.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.perigee.core.words.FailureWords;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Five fields. The library finds the next matching time on a wall without daylight saving; what the zone makes of that
 * time is decided here, because the library has no rule for it that could be written down.
 */
final class CronSchedule implements Schedule {

    /** A year with a 29th of February, from which any schedule that ever fires does so within forty years. */
    private static final LocalDateTime SOME_DAY = LocalDateTime.of(2024, 1, 1, 0, 0);

    private static final int LONGEST_WAIT_YEARS = 40;

    /** Who asks when a job is due asks of the same few stretches, by the minute, of hundreds of jobs. */
    private static final int MOST_KNOWN = 4;

    private volatile List<Stretch> known = List.of();

    private final String text;
    private final boolean atFixedTimes;
    private final Function<LocalDateTime, Optional<LocalDateTime>> nextOnTheWall;
    private final ZoneRules zone;

    private CronSchedule(
            String text,
            boolean atFixedTimes,
            Function<LocalDateTime, Optional<LocalDateTime>> nextOnTheWall,
            ZoneRules zone) {
        this.text = text;
        this.atFixedTimes = atFixedTimes;
        this.nextOnTheWall = nextOnTheWall;
        this.zone = zone;
    }

    static CronSchedule of(String text, CronFields fields, ZoneId zone) {
        Function<LocalDateTime, Optional<LocalDateTime>> next = wall(text, fields);
        if (next.apply(SOME_DAY.minusMinutes(1)).isEmpty()) {
            throw new IllegalArgumentException(
                    "is '" + text + "', which never comes: no such day is in any of these months");
        }
        return new CronSchedule(text, fields.atFixedTimes(), next, zone.getRules());
    }

    private static Function<LocalDateTime, Optional<LocalDateTime>> wall(String text, CronFields fields) {
        if (!fields.bothDays()) {
            ExecutionTime times = times(text, fields);
            return after -> next(times, after);
        }
        ExecutionTime byDate = times(text, fields.anyDayOfWeek());
        ExecutionTime byWeekday = times(text, fields.anyDayOfMonth());
        return after -> nextOfBoth(byDate, byWeekday, after);
    }

    private static ExecutionTime times(String text, CronFields fields) {
        CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        try {
            return ExecutionTime.forCron(parser.parse(fields.expression()).validate());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is '" + text + "': " + reason(e)
                    + "; it takes minute 0-59, hour 0-23, day of month 1-31, month 1-12, day of week 0-7");
        }
    }

    private static String reason(IllegalArgumentException e) {
        String message = FailureWords.of(e).replace("Failed to parse cron expression. ", "");
        return Character.toLowerCase(message.charAt(0)) + message.substring(1).replaceAll("[.\\s]+$", "");
    }

    private static Optional<LocalDateTime> next(ExecutionTime times, LocalDateTime after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(next -> next.toLocalDateTime());
    }

    private static Optional<LocalDateTime> nextOfBoth(
            ExecutionTime byDate, ExecutionTime byWeekday, LocalDateTime after) {
        Optional<LocalDateTime> next = next(byDate, after);
        while (next.isPresent() && next.get().getYear() - after.getYear() <= LONGEST_WAIT_YEARS) {
            if (byWeekday.isMatch(next.get().atZone(ZoneOffset.UTC))) {
                return next;
            }
            next = next(byDate, next.get().with(LocalTime.MAX).truncatedTo(ChronoUnit.SECONDS));
        }
        return Optional.empty();
    }

    /** From which time on, before it comes, a due time is the next: the library takes long to find it. */
    private record Stretch(Instant from, Instant next) {

        private boolean holds(Instant after) {
            return !after.isBefore(from) && after.isBefore(next);
        }
    }

    @Override
    public Optional<Instant> next(Instant after) {
        List<Stretch> found = known;
        for (Stretch stretch : found) {
            if (stretch.holds(after)) {
                return Optional.of(stretch.next());
            }
        }
        Optional<Instant> next = atFixedTimes ? nextFixed(after) : nextFollowing(after);
        next.ifPresent(due -> known = Stream.concat(Stream.of(new Stretch(after, due)), found.stream())
                .limit(MOST_KNOWN)
                .toList()); // what another thread has found meanwhile may be lost, and is found again
        return next;
    }

    /** A skipped time comes at the end of the gap; of a repeated time, the first counts. */
    private Optional<Instant> nextFixed(Instant after) {
        LocalDateTime wall =
                LocalDateTime.ofInstant(after, zone.getOffset(after)).truncatedTo(ChronoUnit.SECONDS);
        Optional<LocalDateTime> next = nextOnTheWall.apply(wall);
        while (next.isPresent() && !first(next.get()).isAfter(after)) {
            next = nextOnTheWall.apply(next.get());
        }
        return next.map(this::first);
    }

    private Instant first(LocalDateTime wall) {
        ZoneOffsetTransition transition = zone.getTransition(wall);
        return transition != null && transition.isGap()
                ? transition.getInstant()
                : wall.toInstant(zone.getValidOffsets(wall).getFirst());
    }

    /** Goes from one change of the clock to the next; within each stretch the wall is plain. */
    private Optional<Instant> nextFollowing(Instant after) {
        Instant from = after.truncatedTo(ChronoUnit.SECONDS);
        ZoneOffset offset = zone.getOffset(from);
        Optional<LocalDateTime> next = nextOnTheWall.apply(LocalDateTime.ofInstant(from, offset));
        ZoneOffsetTransition change = zone.nextTransition(from);
        while (next.isPresent()
                && change != null
                && !next.get().toInstant(offset).isBefore(change.getInstant())) {
            offset = change.getOffsetAfter();
            next = nextOnTheWall.apply(change.getDateTimeAfter().minusSeconds(1));
            change = zone.nextTransition(change.getInstant());
        }
        ZoneOffset inForce = offset;
        return next.map(wall -> wall.toInstant(inForce));
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }

    /** What was read from the same words means the same on the clocks of the same zone. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CronSchedule cron && text.equals(cron.text) && zone.equals(cron.zone);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, zone);
    }
}
