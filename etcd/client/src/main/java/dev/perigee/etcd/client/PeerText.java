package dev.perigee.etcd.client;

import java.util.stream.Collectors;

/**
 * What a peer calls itself, fit for a line of a terminal, a log or a manifest. A stranger's server may send anything. Pure.
 */
public final class PeerText {

    /** How many characters are kept; no honest name, version or message is longer. */
    public static final int LONGEST = 256;

    private PeerText() {}

    /**
     * Cuts a text, and makes visible what would move a cursor, change a colour or turn the direction of writing.
     *
     * @param text what a peer sent
     * @return one line of at most {@value #LONGEST} characters and an ellipsis
     */
    public static String clean(String text) {
        String shown =
                text.codePoints().limit(LONGEST + 1L).mapToObj(PeerText::shown).collect(Collectors.joining());
        int characters = shown.codePointCount(0, shown.length());
        return characters <= LONGEST ? shown : shown.substring(0, shown.offsetByCodePoints(0, LONGEST)) + "…";
    }

    private static String shown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> "\\u%04x".formatted(character);
            default -> Character.toString(character);
        };
    }
}
