package dev.perigee.cli.guess;

/** How far two words are apart: the letters that must be added, left out, replaced, or swapped with their neighbour. */
final class Distance {

    private Distance() {}

    static int between(String one, String other) {
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, one, other, i, j);
            }
        }
        return cost[one.length()][other.length()];
    }

    private static int cheapest(int[][] cost, String one, String other, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }

    /** Whether one may be the other with a slip of the finger: a letter in five, at least one, of the longer word. */
    static boolean isSlip(String one, String other) {
        int length = Math.max(one.length(), other.length());
        return length > 2 && between(one, other) <= Math.max(1, length / 5);
    }
}
