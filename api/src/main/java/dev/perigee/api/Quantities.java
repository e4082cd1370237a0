package dev.perigee.api;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes and time spans as HOCON writes them. */
final class Quantities {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("\\s*([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z]*)\\s*");

    private static final Map<String, Long> BYTES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("kb", 1_000L),
            Map.entry("mb", 1_000_000L),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("tb", 1_000_000_000_000L),
            Map.entry("k", 1L << 10),
            Map.entry("kib", 1L << 10),
            Map.entry("m", 1L << 20),
            Map.entry("mib", 1L << 20),
            Map.entry("g", 1L << 30),
            Map.entry("gib", 1L << 30),
            Map.entry("t", 1L << 40),
            Map.entry("tib", 1L << 40));

    private static final Map<String, Long> MILLISECONDS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L, "w", 604_800_000L);

    private Quantities() {}

    static long bytes(String key, String text) {
        return scaled(key, text, BYTES, "a size such as 64MiB, 10MB or 1048576");
    }

    static Duration duration(String key, String text) {
        return Duration.ofMillis(scaled(key, text, MILLISECONDS, "a time span such as 500ms, 30s, 5m, 12h or 30d"));
    }

    private static long scaled(String key, String text, Map<String, Long> units, String allowed) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (matcher.matches()) {
            Long unit = units.get(matcher.group(2).toLowerCase(Locale.ROOT));
            if (unit != null) {
                return times(key, text, new BigDecimal(matcher.group(1)), unit);
            }
        }
        throw new SettingException(key, "is '" + text + "'; it takes " + allowed);
    }

    private static long times(String key, String text, BigDecimal number, long unit) {
        try {
            return number.multiply(BigDecimal.valueOf(unit))
                    .setScale(0, RoundingMode.DOWN)
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw new SettingException(key, "is '" + text + "', which is more than can be counted");
        }
    }
}
