package dev.perigee.sink.kit.words;

/** What a store says, as a message may repeat it: on one line, and short. */
public final class Quoted {

    private static final int MOST = 256;

    private Quoted() {}

    /**
     * Makes text of a stranger fit for a message.
     *
     * @param text as it came
     * @return at most 256 characters, control and formatting characters made blanks
     */
    public static String of(String text) {
        String start = text.substring(0, Math.min(text.length(), 4 * MOST));
        String plain = start.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029\\u0080-\\u009f]+", " ")
                .strip();
        return plain.length() <= MOST ? plain : plain.substring(0, MOST) + "…";
    }
}
