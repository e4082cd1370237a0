package dev.perigee.cli.etcdctl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Breaks a table's cell at its spaces, as the library behind etcdctl 3.6 does: from 30 columns on, with the least sum of
 * squared gaps; the column stays 30 wide.
 */
final class CellWrap {

    private static final int WIDTH = 30;

    private final List<String> words;
    private final int limit;
    private final long[] cost;
    private final int[] end;

    private CellWrap(List<String> words) {
        this.words = words;
        this.limit =
                Math.max(WIDTH, words.stream().mapToInt(String::length).max().orElse(0));
        this.cost = new long[words.size()];
        this.end = new int[words.size()];
    }

    static String wrap(String cell) {
        return cell.length() <= WIDTH ? cell : new CellWrap(Arrays.asList(cell.split(" ", -1))).lines();
    }

    private String lines() {
        for (int first = words.size() - 1; first >= 0; first--) {
            choose(first);
        }
        List<String> lines = new ArrayList<>();
        for (int first = 0; first < words.size(); first = end[first]) {
            lines.add(line(first, end[first]));
        }
        lines.set(0, " ".repeat(Math.max(0, WIDTH - lines.getFirst().length())) + lines.getFirst());
        return String.join("\n", lines);
    }

    /** Where the line that begins with a word ends best, all later lines being settled. */
    private void choose(int first) {
        end[first] = words.size();
        if (line(first, words.size()).length() <= limit) {
            return;
        }
        cost[first] = Long.MAX_VALUE;
        for (int after = first + 1; after < words.size(); after++) {
            long gap = limit - line(first, after).length();
            if (gap >= 0 && gap * gap + cost[after] < cost[first]) {
                cost[first] = gap * gap + cost[after];
                end[first] = after;
            }
        }
    }

    private String line(int first, int after) {
        return String.join(" ", words.subList(first, after));
    }
}
