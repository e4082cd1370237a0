package dev.perigee.api;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads sizes and time spans. Takes the units that are documented, in the case in which they are written there, and no
 * others: {@code 6M} is no six minutes, and {@code 10Mb} no ten megabytes.
 */
final class Quantities {

    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile("\\s*([0-9]{1,30}(?:\\.[0-9]{1,30})?)\\s*(\\p{L}*)\\s*");

    /** {@code 1m30s}, as Go's time spans are written. */
    private static final Pattern SEVERAL_SPANS = Pattern.compile("\\s*(?:[0-9]{1,18}(?:\\.[0-9]{1,18})?\\p{L}+)+\\s*");

    private static final Pattern ONE_SPAN = Pattern.compile("([0-9.]+)(\\p{L}+)");

    private static final Map<String, Long> BYTES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("B", 1L),
            Map.entry("kB", 1_000L),
            Map.entry("KB", 1_000L),
            Map.entry("MB", 1_000_000L),
            Map.entry("GB", 1_000_000_000L),
            Map.entry("TB", 1_000_000_000_000L),
            Map.entry("k", 1L << 10),
            Map.entry("K", 1L << 10),
            Map.entry("KiB", 1L << 10),
            Map.entry("m", 1L << 20),
            Map.entry("M", 1L << 20),
            Map.entry("MiB", 1L << 20),
            Map.entry("g", 1L << 30),
            Map.entry("G", 1L << 30),
            Map.entry("GiB", 1L << 30),
            Map.entry("t", 1L << 40),
            Map.entry("T", 1L << 40),
            Map.entry("TiB", 1L << 40));

    private static final Map<String, Long> MILLISECONDS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L, "w", 604_800_000L);

    /** A hundred years, which nanoseconds in a long can still hold: whoever counts in them need not look. */
    private static final long LONGEST_DAYS = 36_500;

    private static final String SIZES = "a size such as 64MiB, 10MB or 1048576";
    private static final String SPANS = "a time span such as 500ms, 30s, 5m, 12h, 30d or 2w";

    private Quantities() {}

    static long bytes(String key, String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches()) {
            throw refused(key, text, SIZES, "");
        }
        Long unit = BYTES.get(matcher.group(2));
        if (unit == null) {
            throw refused(key, text, SIZES, meantSize(matcher.group(1), matcher.group(2)));
        }
        return whole(key, text, scaled(matcher.group(1), unit));
    }

    static Duration duration(String key, String text) {
        Matcher single = NUMBER_AND_UNIT.matcher(text);
        if (single.matches()) {
            return bounded(key, text, span(key, text, single));
        }
        if (!SEVERAL_SPANS.matcher(text).matches()) {
            throw refused(key, text, SPANS, "");
        }
        BigDecimal sum = BigDecimal.ZERO;
        Matcher part = ONE_SPAN.matcher(text);
        while (part.find()) {
            sum = sum.add(span(key, text, part));
        }
        return bounded(key, text, sum);
    }

    private static Duration bounded(String key, String text, BigDecimal millis) {
        Duration span = Duration.ofMillis(whole(key, text, millis));
        if (span.compareTo(Duration.ofDays(LONGEST_DAYS)) > 0) {
            throw new SettingException(key, "is '" + text + "'; at most it takes " + LONGEST_DAYS + "d");
        }
        return span;
    }

    private static BigDecimal span(String key, String text, Matcher numberAndUnit) {
        Long unit = MILLISECONDS.get(numberAndUnit.group(2));
        if (unit == null) {
            throw refused(key, text, SPANS, meantSpan(numberAndUnit.group(1), numberAndUnit.group(2)));
        }
        return scaled(numberAndUnit.group(1), unit);
    }

    /** What an unknown unit may have meant: words as HOCON has them, the wrong case, and months, which vary. */
    private static String meantSpan(String number, String unit) {
        String right = switch (unit.toLowerCase(Locale.ROOT)) {
            case "ms", "milli", "millis", "millisecond", "milliseconds" -> "ms";
            case "s", "sec", "secs", "second", "seconds" -> "s";
            case "min", "mins", "minute", "minutes" -> "m";
            case "h", "hr", "hrs", "hour", "hours" -> "h";
            case "d", "day", "days" -> "d";
            case "w", "week", "weeks" -> "w";
            default -> "";
        };
        return right.isEmpty() ? meantDays(number, unit) : "; did you mean '" + number + right + "'?";
    }

    private static String meantDays(String number, String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "m", "mo", "mon", "month", "months" ->
                "; m is minutes, and months differ: say days, such as '" + days(number, 30) + "'";
            case "y", "yr", "year", "years" -> "; years differ: say days, such as '" + days(number, 365) + "'";
            default -> "";
        };
    }

    private static String days(String number, long each) {
        return scaled(number, each).setScale(0, RoundingMode.HALF_UP).toPlainString() + "d";
    }

    private static String meantSize(String number, String unit) {
        Optional<String> right = BYTES.keySet().stream()
                .filter(known -> known.length() > 1 && known.equalsIgnoreCase(unit))
                .max(String::compareTo);
        boolean bits = right.isPresent() && unit.endsWith("b") && unit.length() == 2;
        return right.map(name -> "; did you mean '" + number + name + "'?").orElse("")
                + (bits ? " (b would be bits)" : "");
    }

    private static SettingException refused(String key, String text, String allowed, String meant) {
        return new SettingException(key, "is '" + text + "'; it takes " + allowed + meant);
    }

    private static BigDecimal scaled(String number, long unit) {
        return new BigDecimal(number).multiply(BigDecimal.valueOf(unit));
    }

    private static long whole(String key, String text, BigDecimal number) {
        try {
            return number.setScale(0, RoundingMode.DOWN).longValueExact();
        } catch (ArithmeticException e) {
            throw new SettingException(key, "is '" + text + "', which is more than can be counted");
        }
    }
}
