package dev.perigee.cli.console;

import dev.perigee.core.words.Words;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads points in time as people write them. Pure.
 *
 * @param now the present
 * @param zone whose clock is meant where none is given
 */
public record PointsInTime(Instant now, ZoneId zone) {

    private static final String TAKES = "it takes a time such as 2026-11-23T04:00:00Z, 2026-11-23T04:00+01:00,"
            + " '2026-11-23 04:00', 2026-11-23, 04:00, yesterday, or '2 hours ago'";

    private static final Pattern COMPACT =
            Pattern.compile("([0-9]{4})([0-9]{2})([0-9]{2})t([0-9]{2})([0-9]{2})([0-9]{2})z");

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("HH:mm:ss 'on' EEEE", Locale.ENGLISH);

    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})\\s*([a-z]+)\\s+ago");

    /**
     * Reads a point in time: with a zone or an offset as it stands; without, by the clock of our zone. A date means its end,
     * a time of the day the last one that has been. Of a time that the clocks show twice the second is meant; one that
     * they leave out comes as much later as they leave out. Months and years ago follow the calendar.
     *
     * @param option the option it was given to, for the message
     * @param text such as {@code 2026-11-23} or {@code 2 hours ago}
     * @return the point
     * @throws Failure BAD_ARGUMENTS if it is none
     */
    public Instant parse(String option, String text) throws Failure {
        String words = text.strip().toLowerCase(Locale.ROOT);
        List<Function<String, Optional<Instant>>> forms = List.of(
                this::named, this::ago, PointsInTime::compact, this::zoned, this::local, this::date, this::time);
        for (Function<String, Optional<Instant>> form : forms) {
            Optional<Instant> found = quietly(form, words);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw Failure.of(ExitCode.BAD_ARGUMENTS, option + " is '" + text + "'; " + TAKES);
    }

    /**
     * A point as people check it: by their own clock and by UTC, and how long ago.
     *
     * @param time any
     * @return such as {@code 2026-11-28T10:00:03Z (11:00:03 on Saturday in Europe/Berlin, 2h3m ago)}
     */
    public String told(Instant time) {
        ZonedDateTime here = time.truncatedTo(ChronoUnit.SECONDS).atZone(zone);
        boolean utc = here.getOffset().equals(ZoneOffset.UTC);
        String local = utc ? "" : here.format(LOCAL) + " in " + zone + ", ";
        String distance = time.isAfter(now)
                ? "in the future: what there is now is meant"
                : Words.span(Duration.between(time, now)) + " ago";
        return time + " (" + local + distance + ")";
    }

    private static Optional<Instant> quietly(Function<String, Optional<Instant>> form, String words) {
        try {
            return form.apply(words);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private Optional<Instant> named(String words) {
        return switch (words) {
            case "now", "today" -> Optional.of(now);
            case "yesterday" -> Optional.of(endOf(LocalDate.ofInstant(now, zone).minusDays(1)));
            default -> Optional.empty();
        };
    }

    private Optional<Instant> ago(String words) {
        Matcher matcher = AGO.matcher(words);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        ZonedDateTime here = now.atZone(zone);
        return switch (matcher.group(2)) {
            case "s", "sec", "secs", "second", "seconds" -> Optional.of(now.minusSeconds(count));
            case "m", "min", "mins", "minute", "minutes" -> Optional.of(now.minus(Duration.ofMinutes(count)));
            case "h", "hr", "hrs", "hour", "hours" -> Optional.of(now.minus(Duration.ofHours(count)));
            case "d", "day", "days" -> Optional.of(here.minusDays(count).toInstant());
            case "w", "week", "weeks" -> Optional.of(here.minusWeeks(count).toInstant());
            case "month", "months" -> Optional.of(here.minusMonths(count).toInstant());
            case "y", "year", "years" -> Optional.of(here.minusYears(count).toInstant());
            default -> Optional.empty();
        };
    }

    /** As ids have it: {@code 20261123T040000Z}. */
    private static Optional<Instant> compact(String words) {
        Matcher matcher = COMPACT.matcher(words);
        return matcher.matches()
                ? Optional.of(Instant.parse(matcher.replaceFirst("$1-$2-$3T$4:$5:$6Z")))
                : Optional.empty();
    }

    private Optional<Instant> zoned(String words) {
        boolean hasZone = words.matches(".*[0-9]\\s*(z|[+-][0-9]{2}:?[0-9]{2})") && words.contains(":");
        String iso = iso(words).replaceFirst("([+-][0-9]{2})([0-9]{2})$", "$1:$2");
        return hasZone ? Optional.of(OffsetDateTime.parse(iso).toInstant()) : Optional.empty();
    }

    private Optional<Instant> local(String words) {
        return words.contains(":") && words.contains("-")
                ? Optional.of(at(LocalDateTime.parse(iso(words))))
                : Optional.empty();
    }

    private static String iso(String words) {
        return words.replaceFirst("\\s+", "t").toUpperCase(Locale.ROOT).replaceFirst("\\s+", "");
    }

    private Optional<Instant> date(String words) {
        return words.contains(":") ? Optional.empty() : Optional.of(endOf(LocalDate.parse(words)));
    }

    private Optional<Instant> time(String words) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        Instant then = at(today.atTime(LocalTime.parse(words)));
        return Optional.of(then.isAfter(now) ? at(today.minusDays(1).atTime(LocalTime.parse(words))) : then);
    }

    private Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(zone).toInstant().minusNanos(1);
    }

    private Instant at(LocalDateTime wall) {
        return wall.atZone(zone).withLaterOffsetAtOverlap().toInstant();
    }
}
