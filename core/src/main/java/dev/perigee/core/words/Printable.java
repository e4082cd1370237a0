package dev.perigee.core.words;

/**
 * Text that others have written, as a terminal or a log may be shown it: what would move the cursor, ring, hide, turn the
 * reading order round or begin a line of its own stands as an escape, such as {@code \u001b}. Pure.
 */
public final class Printable {

    private Printable() {}

    /**
     * Text within one line.
     *
     * @param text any
     * @return the same if it is printable; else with escapes, also for line ends
     */
    public static String line(String text) {
        return isShown(text, false) ? text : escaped(text, false);
    }

    /**
     * Text of several lines.
     *
     * @param text any
     * @return as {@link #line}, but with its line feeds and tabs
     */
    public static String lines(String text) {
        return isShown(text, true) ? text : escaped(text, true);
    }

    private static boolean isShown(String text, boolean keepLayout) {
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            int c = text.codePointAt(at);
            if (!printable(c) && !(keepLayout && layout(c))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a terminal may be shown a character.
     *
     * @param c a code point
     * @return false for controls, invisible formats, line and paragraph separators, and halves of characters
     */
    public static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static boolean layout(int c) {
        return c == '\n' || c == '\t';
    }

    private static String escaped(String text, boolean keepLayout) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (printable(c) || keepLayout && layout(c)) {
                visible.appendCodePoint(c);
            } else {
                visible.append(escape(c));
            }
        });
        return visible.toString();
    }

    /** A byte that belongs to no character stands as one of these surrogates, as Python's {@code surrogateescape} has it. */
    private static String escape(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> c >= 0xdc80 && c <= 0xdcff ? String.format("\\x%02x", c & 0xff) : numbered(c);
        };
    }

    private static String numbered(int c) {
        StringBuilder units = new StringBuilder();
        Character.toString(c).chars().forEach(unit -> units.append(String.format("\\u%04x", unit)));
        return units.toString();
    }
}
