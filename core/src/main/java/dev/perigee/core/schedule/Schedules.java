package dev.perigee.core.schedule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the forms of a schedule apart. */
final class Schedules {

    private static final Map<String, String> NICKNAMES = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    private static final Pattern EVERY = Pattern.compile("(?i:@every)\\s+([0-9]{1,9})\\s*([smhd])");

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Schedules() {}

    static Schedule parse(String text, ZoneId zone) {
        String words = text.strip().toLowerCase(Locale.ROOT);
        if (words.startsWith("@every")) {
            return every(text);
        }
        if (words.startsWith("@") && !NICKNAMES.containsKey(words)) {
            throw new IllegalArgumentException("is '" + text
                    + "'; of the nicknames it takes @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually"
                    + " and @every 6h");
        }
        return CronSchedule.of(text, CronFields.of(text, NICKNAMES.getOrDefault(words, words)), zone);
    }

    /** The unit in the case in which it is documented: M would be months. */
    private static Schedule every(String text) {
        Matcher matcher = EVERY.matcher(text.strip());
        if (matcher.matches() && Long.parseLong(matcher.group(1)) > 0) {
            return new EverySchedule(text, bounded(text, span(Long.parseLong(matcher.group(1)), matcher.group(2))));
        }
        throw new IllegalArgumentException(
                "is '" + text + "'; after @every it takes one span, such as 90s, 30m, 6h or 2d, in whole numbers");
    }

    private static Duration bounded(String text, Duration span) {
        if (span.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("is '" + text + "'; at most it takes " + LONGEST.toDays() + "d");
        }
        return span;
    }

    private static Duration span(long count, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
