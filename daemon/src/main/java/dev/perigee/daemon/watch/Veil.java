package dev.perigee.daemon.watch;

import java.util.regex.Pattern;

/** Takes paths of this host out of sentences: whoever may ask for a status needn't learn where things lie. Pure. */
public final class Veil {

    private static final String WORD = "[^\\s'\",;:)]+";

    /** In quotes as far as they go; else a word, and the next ones as long as they have a slash within: there may be blanks. */
    private static final Pattern PATH = Pattern.compile(
            "(?<![\\w/:.\\]-])/(?!api/v1/)((?<=['\"]/)[^'\"]+(?=['\"])|" + WORD + "( [^\\s'\",;:)/]+/" + WORD + ")*)");

    private Veil() {}

    /**
     * The sentence without them.
     *
     * @param sentence what a program said
     * @return {@code <path>} in the place of each
     */
    public static String over(String sentence) {
        return PATH.matcher(sentence).replaceAll("<path>");
    }
}
