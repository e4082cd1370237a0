package dev.perigee.core.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The five fields of a cron expression, put into the words that every parser understands: numbers for names, and no step
 * that is longer than its range.
 *
 * @param starDay whether one of the two fields for days starts with {@code *} as it is written, whatever became of it
 */
record CronFields(String minute, String hour, String dayOfMonth, String month, String dayOfWeek, boolean starDay) {

    private static final Map<String, String> MONTHS =
            numbered(1, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Map<String, String> DAYS = numbered(0, "sun", "mon", "tue", "wed", "thu", "fri", "sat");

    private static final Pattern NAME = Pattern.compile("[a-z]+");
    private static final Pattern STEP = Pattern.compile("(\\*|([0-9]{1,2})(?:-([0-9]{1,2}))?)/([0-9]{1,9})");

    /**
     * Splits and normalises.
     *
     * @param text as the user wrote it, for messages
     * @param words the same in lower case, nicknames replaced
     */
    static CronFields of(String text, String words) {
        String[] fields = words.split("\\s+", -1);
        if (fields.length != 5) {
            throw new IllegalArgumentException("is '" + text + "', which has " + count(fields.length)
                    + "; it takes five: minute, hour, day of month, month, day of week, such as 0 */6 * * *");
        }
        return new CronFields(
                steps(fields[0], 0, 59),
                steps(fields[1], 0, 23),
                steps(fields[2], 1, 31),
                steps(names(fields[3], MONTHS), 1, 12),
                steps(names(sundayLast(fields[4]), DAYS), 0, 7),
                fields[2].startsWith("*") || fields[4].startsWith("*"));
    }

    private static String count(int fields) {
        return fields == 1 ? "one field" : fields + " fields";
    }

    /**
     * Whether both day fields say something, and both must hold. crontab(5): either is enough, unless one of them starts
     * with {@code *}.
     */
    boolean bothDays() {
        return starDay && !dayOfMonth.equals("*") && !dayOfWeek.equals("*");
    }

    /** Whether it names times of the day, rather than following the clock on the wall. */
    boolean atFixedTimes() {
        return !minute.startsWith("*") && !hour.startsWith("*");
    }

    CronFields anyDayOfWeek() {
        return new CronFields(minute, hour, dayOfMonth, month, "*", true);
    }

    CronFields anyDayOfMonth() {
        return new CronFields(minute, hour, "*", month, dayOfWeek, true);
    }

    String expression() {
        return String.join(" ", minute, hour, dayOfMonth, month, dayOfWeek);
    }

    /** Sunday is 0 at the start of a range of days and 7 at its end. */
    private static String sundayLast(String field) {
        return field.replace("-sun", "-7");
    }

    private static String names(String field, Map<String, String> numbers) {
        return NAME.matcher(field).replaceAll(name -> numbers.getOrDefault(name.group(), name.group()));
    }

    private static String steps(String field, int least, int most) {
        return Arrays.stream(field.split(",", -1))
                .map(part -> step(part, least, most))
                .collect(Collectors.joining(","));
    }

    /** A step beyond the range hits its first value only: {@code *}{@code /24} hours is midnight. */
    private static String step(String part, int least, int most) {
        Matcher matcher = STEP.matcher(part);
        if (!matcher.matches()) {
            return part;
        }
        int from = matcher.group(2) == null ? least : Integer.parseInt(matcher.group(2));
        int to = matcher.group(3) == null ? most : Integer.parseInt(matcher.group(3));
        return Integer.parseInt(matcher.group(4)) > to - from && from <= to ? String.valueOf(from) : part;
    }

    private static Map<String, String> numbered(int first, String... names) {
        List<String> list = List.of(names);
        return list.stream()
                .collect(Collectors.toMap(name -> name, name -> String.valueOf(first + list.indexOf(name))));
    }
}
