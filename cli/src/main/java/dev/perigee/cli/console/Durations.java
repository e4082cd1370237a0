package dev.perigee.cli.console;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads time spans as etcdctl's flags take them ({@code 500ms}, {@code 1m30s}), and days ({@code 7d}). Pure. */
public final class Durations {

    private static final Pattern SPAN = Pattern.compile("(?:[0-9]+(?:\\.[0-9]+)?(?:ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d)");
    private static final Map<String, Long> MILLISECONDS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private Durations() {}

    /**
     * Reads a time span.
     *
     * @param option the option it was given to, for the message
     * @param text such as {@code 26h}
     * @return longer than nothing
     * @throws Failure BAD_ARGUMENTS if it is none
     */
    public static Duration parse(String option, String text) throws Failure {
        BigDecimal sum = BigDecimal.ZERO;
        if (SPAN.matcher(text).matches()) {
            Matcher part = PART.matcher(text);
            while (part.find()) {
                long unit = MILLISECONDS.getOrDefault(part.group(2), 0L);
                sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
            }
        }
        if (sum.signum() <= 0 || sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, option + " is '" + text + "', which is no time span")
                    .withHint("it takes such as 500ms, 30s, 1m30s, 26h or 7d");
        }
        return Duration.ofMillis(sum.longValue());
    }

    /**
     * A time span for people, in its two largest units.
     *
     * @param span any; a negative one is shown as {@code 0s}
     * @return such as {@code 3d4h} or {@code 12s}
     */
    public static String human(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m" + seconds % 60 + "s";
        }
        if (seconds < 86400) {
            return seconds / 3600 + "h" + seconds / 60 % 60 + "m";
        }
        return seconds / 86400 + "d" + seconds / 3600 % 24 + "h";
    }
}
