package dev.perigee.core.words;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Sizes for people, to the letter as etcd's tools print them: powers of 1000, one decimal below ten. */
public final class Sizes {

    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");

    private Sizes() {}

    /**
     * A size in words, as go-humanize's {@code Bytes} gives it.
     *
     * @param bytes from 0 up
     * @return such as {@code 20 kB} or {@code 2.5 MB}
     */
    public static String human(long bytes) {
        if (bytes < 10) {
            return bytes + " B";
        }
        int exponent = 0;
        for (long rest = bytes; rest >= 1000; rest /= 1000) {
            exponent++;
        }
        double tenths = Math.floor(bytes / Math.pow(1000, exponent) * 10 + 0.5) / 10;
        BigDecimal shown = new BigDecimal(tenths).setScale(tenths < 10 ? 1 : 0, RoundingMode.HALF_EVEN);
        return shown.toPlainString() + " " + UNITS.get(exponent);
    }
}
