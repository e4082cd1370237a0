package dev.perigee.cli.output;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many columns of a terminal a text takes: none for marks that combine with the letter before, two for what East Asian
 * scripts and emoji fill. Pure.
 */
public final class CellWidth {

    /** First and last code point of what is two columns wide: Unicode's East_Asian_Width W and F, neighbours joined. */
    private static final TreeMap<Integer, Integer> WIDE = new TreeMap<>(Map.ofEntries(
            Map.entry(0x1100, 0x115F),
            Map.entry(0x231A, 0x231B),
            Map.entry(0x2329, 0x232A),
            Map.entry(0x23E9, 0x23EC),
            Map.entry(0x25FD, 0x25FE),
            Map.entry(0x2614, 0x2615),
            Map.entry(0x2648, 0x2653),
            Map.entry(0x26A1, 0x26A1),
            Map.entry(0x26BD, 0x26BE),
            Map.entry(0x26D4, 0x26D4),
            Map.entry(0x2705, 0x2705),
            Map.entry(0x270A, 0x270B),
            Map.entry(0x2728, 0x2728),
            Map.entry(0x274C, 0x274C),
            Map.entry(0x2753, 0x2755),
            Map.entry(0x2795, 0x2797),
            Map.entry(0x2B1B, 0x2B1C),
            Map.entry(0x2B50, 0x2B50),
            Map.entry(0x2E80, 0x303E),
            Map.entry(0x3041, 0x33FF),
            Map.entry(0x3400, 0x4DBF),
            Map.entry(0x4E00, 0xA4CF),
            Map.entry(0xA960, 0xA97F),
            Map.entry(0xAC00, 0xD7A3),
            Map.entry(0xF900, 0xFAFF),
            Map.entry(0xFE30, 0xFE6F),
            Map.entry(0xFF00, 0xFF60),
            Map.entry(0xFFE0, 0xFFE6),
            Map.entry(0x16FE0, 0x18CFF),
            Map.entry(0x1AFF0, 0x1B2FF),
            Map.entry(0x1F004, 0x1F004),
            Map.entry(0x1F0CF, 0x1F0CF),
            Map.entry(0x1F18E, 0x1F18E),
            Map.entry(0x1F191, 0x1F19A),
            Map.entry(0x1F200, 0x1F265),
            Map.entry(0x1F300, 0x1F320),
            Map.entry(0x1F32D, 0x1F64F),
            Map.entry(0x1F680, 0x1F6FC),
            Map.entry(0x1F7E0, 0x1F7F0),
            Map.entry(0x1F90C, 0x1FAFF),
            Map.entry(0x20000, 0x3FFFD)));

    private static final int ASCII = 0x80;

    private CellWidth() {}

    /**
     * A text's width.
     *
     * @param text one line
     * @return in columns
     */
    public static int of(String text) {
        int width = 0;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            int codePoint = text.codePointAt(at);
            width += codePoint < ASCII ? 1 : of(codePoint);
        }
        return width;
    }

    private static int of(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    private static boolean isWide(int codePoint) {
        Map.Entry<Integer, Integer> range = WIDE.floorEntry(codePoint);
        return range != null && codePoint <= range.getValue();
    }
}
