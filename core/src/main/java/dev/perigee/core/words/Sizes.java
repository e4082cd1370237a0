package dev.perigee.core.words;

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
        long tenths = (long) Math.floor(bytes / Math.pow(1000, exponent) * 10 + 0.5);
        return shown(tenths) + " " + UNITS.get(exponent);
    }

    /** By hand: the first BigDecimal of a process takes longer than many a command. */
    private static String shown(long tenths) {
        long whole = tenths / 10;
        long rest = tenths % 10;
        if (tenths < 100) {
            return whole + "." + rest;
        }
        boolean up = rest > 5 || (rest == 5 && whole % 2 == 1);
        return String.valueOf(up ? whole + 1 : whole);
    }
}
