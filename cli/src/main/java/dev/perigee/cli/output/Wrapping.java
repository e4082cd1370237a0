package dev.perigee.cli.output;

/** Breaks text between words, so that it fits the terminal. A word that is too long stays whole: it may be to be copied. Pure. */
public final class Wrapping {

    private Wrapping() {}

    /**
     * A text as lines.
     *
     * @param text one line
     * @param width the terminal's columns
     * @param margin how far the lines after the first are set in
     * @return lines joined by line ends, without one at the end
     */
    public static String of(String text, int width, int margin) {
        StringBuilder lines = new StringBuilder();
        int column = 0;
        for (String word : text.split("(?<=\\S) ")) {
            int length = CellWidth.of(word);
            boolean breaks = column > margin && column + 1 + length > width;
            lines.append(breaks ? "\n" + " ".repeat(margin) : column > 0 ? " " : "")
                    .append(word);
            column = (breaks ? margin : column > 0 ? column + 1 : 0) + length;
        }
        return lines.toString();
    }
}
