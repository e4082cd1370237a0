package dev.perigee.core.plugin;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses which word was meant. */
public final class Spelling {

    private Spelling() {}

    /**
     * The known word that is nearest to a misspelt one.
     *
     * @param word as written
     * @param known what would have been right
     * @return empty if none is near: more than two letters, or a third of the word, would have to change
     */
    public static Optional<String> nearest(String word, Collection<String> known) {
        int limit = Math.max(1, Math.min(2, word.length() / 3));
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= limit)
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /**
     * The nearest word as the end of a sentence.
     *
     * @param word as written
     * @param known what would have been right
     * @return {@code "; did you mean 'x'?"}, or nothing if none is near
     */
    public static String suggestion(String word, Collection<String> known) {
        return nearest(word, known)
                .map(candidate -> "; did you mean '" + candidate + "'?")
                .orElse("");
    }

    /**
     * HOCON takes a dot in a name for the beginning of a block within.
     *
     * @param kind the block of names: {@code sinks}
     * @param name what may be one of them
     * @return the end of a sentence
     */
    public static String quotes(String kind, String name) {
        return "; if '" + name + "' is a " + kind.replaceFirst("s$", "") + "'s name, quote it: " + kind + ".\"" + name
                + "\" { … }";
    }

    /** Letters to insert, remove, replace or swap with their neighbour. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = cell(a, b, i, j, cost);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cell(String a, String b, int i, int j, int[][] cost) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(cost[i - 1][j - 1] + same, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
