package dev.perigee.core.look;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * How two texts differ, line by line, in the unified form that {@code patch} reads. Pure. (Myers, An O(ND) Difference Algorithm and
 * Its Variations, Algorithmica 1, 1986.)
 */
final class LineDiff {

    /** Lines around a difference. */
    private static final int CONTEXT = 3;

    /** Texts that differ in more lines than that are shown as one replaced by the other. */
    private static final int MOST_EDITS = 1000;

    private LineDiff() {}

    /**
     * A line of either text.
     *
     * @param mark {@code ' '} in both, {@code '-'} in the first only, {@code '+'} in the second only
     */
    private record Edit(char mark, String line) {}

    /** The hunks, without file names; nothing if the texts are the same. */
    static List<String> unified(List<String> before, List<String> after) {
        List<Edit> edits = edits(before, after);
        List<String> lines = new ArrayList<>();
        for (int at = firstChange(edits, 0); at < edits.size(); ) {
            int from = Math.max(0, at - CONTEXT);
            int end = endOfHunk(edits, at);
            lines.add(header(edits, from, end));
            edits.subList(from, end).forEach(edit -> lines.add(edit.mark + edit.line));
            at = firstChange(edits, end);
        }
        return lines;
    }

    private static int firstChange(List<Edit> edits, int from) {
        int at = from;
        while (at < edits.size() && edits.get(at).mark == ' ') {
            at++;
        }
        return at;
    }

    /** Behind the context of the last change that is near enough to the ones before. */
    private static int endOfHunk(List<Edit> edits, int change) {
        int last = change;
        for (int at = change; at < edits.size() && at - last <= 2 * CONTEXT; at++) {
            if (edits.get(at).mark != ' ') {
                last = at;
            }
        }
        return Math.min(edits.size(), last + CONTEXT + 1);
    }

    private static String header(List<Edit> edits, int from, int end) {
        return "@@ -" + span(edits, from, end, '+') + " +" + span(edits, from, end, '-') + " @@";
    }

    private static String span(List<Edit> edits, int from, int end, char other) {
        long start = edits.subList(0, from).stream()
                .filter(edit -> edit.mark != other)
                .count();
        long count = edits.subList(from, end).stream()
                .filter(edit -> edit.mark != other)
                .count();
        return (count == 0 ? start : start + 1) + (count == 1 ? "" : "," + count);
    }

    private static List<Edit> edits(List<String> before, List<String> after) {
        int alike = 0;
        while (alike < Math.min(before.size(), after.size())
                && before.get(alike).equals(after.get(alike))) {
            alike++;
        }
        List<Edit> edits = new ArrayList<>();
        before.subList(0, alike).forEach(line -> edits.add(new Edit(' ', line)));
        edits.addAll(shortest(before.subList(alike, before.size()), after.subList(alike, after.size())));
        return edits;
    }

    private static List<Edit> shortest(List<String> before, List<String> after) {
        List<int[]> trace = new ArrayList<>();
        int most = Math.min(MOST_EDITS, before.size() + after.size());
        int[] furthest = new int[2 * most + 3];
        for (int edits = 0; edits <= most; edits++) {
            trace.add(Arrays.copyOf(furthest, furthest.length));
            if (reaches(before, after, furthest, edits, most + 1)) {
                return walkedBack(before, after, trace, most + 1);
            }
        }
        return replaced(before, after);
    }

    private static boolean reaches(List<String> before, List<String> after, int[] furthest, int edits, int zero) {
        for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
            int x = goesDown(furthest, diagonal, edits, zero)
                    ? furthest[zero + diagonal + 1]
                    : furthest[zero + diagonal - 1] + 1;
            int y = x - diagonal;
            while (x < before.size()
                    && y >= 0
                    && y < after.size()
                    && before.get(x).equals(after.get(y))) {
                x++;
                y++;
            }
            furthest[zero + diagonal] = x;
            if (x >= before.size() && y >= after.size()) {
                return true;
            }
        }
        return false;
    }

    private static boolean goesDown(int[] furthest, int diagonal, int edits, int zero) {
        return diagonal == -edits
                || (diagonal != edits && furthest[zero + diagonal - 1] < furthest[zero + diagonal + 1]);
    }

    private static List<Edit> walkedBack(List<String> before, List<String> after, List<int[]> trace, int zero) {
        Deque<Edit> edits = new ArrayDeque<>();
        int x = before.size();
        int y = after.size();
        for (int step = trace.size() - 1; step >= 0; step--) {
            int[] furthest = trace.get(step);
            int diagonal = x - y;
            boolean down = goesDown(furthest, diagonal, step, zero);
            int fromDiagonal = down ? diagonal + 1 : diagonal - 1;
            int fromX = step == 0 ? 0 : furthest[zero + fromDiagonal];
            int fromY = step == 0 ? 0 : fromX - fromDiagonal;
            while (x > fromX && y > fromY) {
                edits.addFirst(new Edit(' ', before.get(--x)));
                y--;
            }
            if (step > 0) {
                edits.addFirst(down ? new Edit('+', after.get(--y)) : new Edit('-', before.get(--x)));
            }
        }
        return List.copyOf(edits);
    }

    private static List<Edit> replaced(List<String> before, List<String> after) {
        List<Edit> edits = new ArrayList<>();
        before.forEach(line -> edits.add(new Edit('-', line)));
        after.forEach(line -> edits.add(new Edit('+', line)));
        return edits;
    }
}
