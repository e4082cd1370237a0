package dev.perigee.cli.console;

import dev.perigee.cli.output.CellWidth;
import dev.perigee.core.words.Sizes;
import dev.perigee.core.words.Words;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Draws how far things have come that move at the same time, all on one line that fits the terminal, a few times each second.
 * Pure but for what it knows of them. Not safe for many threads.
 */
final class ProgressBar {

    private static final int BAR = 30;
    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    /** A rate of the first moments says nothing. */
    private static final long SETTLED = Duration.ofSeconds(1).toNanos();

    private final Map<String, Moving> moving = new LinkedHashMap<>();
    private long drawnAt;

    /**
     * Something that moves.
     *
     * @param what its name
     * @param done bytes so far
     * @param total bytes in all; 0 if that isn't known
     * @param took since it began, in nanoseconds
     */
    private record Moving(String what, long done, long total, long began, long took) {

        private double perNano() {
            return (double) done / Math.max(1, took);
        }

        private long percent() {
            return Math.min(100, Math.round(100.0 * done / total));
        }

        private String rate() {
            return took < SETTLED ? "" : ", " + Sizes.human((long) (perNano() * 1e9)) + "/s";
        }

        private long left() {
            return total <= done || took < SETTLED || done == 0 ? 0 : (long) ((total - done) / perNano());
        }
    }

    /**
     * The line, if it is time for one: at the first and last byte of each, and not oftener than ten times a second between.
     *
     * @param what is moving
     * @param done bytes so far
     * @param total bytes in all; 0 if that isn't known
     * @param now in nanoseconds, by any clock
     * @param width the terminal's columns
     * @return one line, no line end, shorter than the terminal is wide
     */
    Optional<String> at(String what, long done, long total, long now, int width) {
        Moving before = moving.get(what);
        long began = before == null || done < before.done ? now : before.began;
        boolean begins = began == now;
        moving.put(what, new Moving(what, done, total, began, now - began));
        if (!begins && done != total && now - drawnAt < PAUSE) {
            return Optional.empty();
        }
        drawnAt = now;
        return Optional.of(fitting(width - 1));
    }

    /** Forgets what no longer moves. */
    void end(String what) {
        moving.remove(what);
    }

    private String fitting(int width) {
        return lines().stream()
                .filter(line -> CellWidth.of(line) <= width)
                .findFirst()
                .orElseGet(() -> cut(lines().getLast(), width));
    }

    /** From the longest to the shortest. */
    private List<String> lines() {
        List<Moving> all = List.copyOf(moving.values());
        String left = left(all);
        if (all.size() == 1) {
            Moving one = all.getFirst();
            return List.of(bar(one) + one.rate() + left, plain(one) + one.rate() + left, plain(one) + left, plain(one));
        }
        String names = all.stream().map(ProgressBar::plain).collect(Collectors.joining("; "));
        String brief = all.stream().map(ProgressBar::percent).collect(Collectors.joining("; "));
        return List.of(names + left, brief + left, brief);
    }

    private static String bar(Moving one) {
        if (one.total <= 0) {
            return plain(one);
        }
        int filled = (int) Math.min(BAR, one.done * (double) BAR / one.total);
        return one.what + " [" + "#".repeat(filled) + " ".repeat(BAR - filled) + "] " + one.percent() + "% of "
                + Sizes.human(one.total);
    }

    private static String plain(Moving one) {
        return one.total <= 0 ? percent(one) : percent(one) + " of " + Sizes.human(one.total);
    }

    private static String percent(Moving one) {
        return one.what + " " + (one.total <= 0 ? Sizes.human(one.done) : one.percent() + "%");
    }

    private static String left(List<Moving> all) {
        long longest = all.stream().mapToLong(Moving::left).max().orElse(0);
        return longest == 0 ? "" : ", " + Words.span(Duration.ofNanos(longest).plusMillis(999)) + " left";
    }

    private static String cut(String line, int width) {
        StringBuilder kept = new StringBuilder();
        line.codePoints()
                .mapToObj(Character::toString)
                .takeWhile(letter -> CellWidth.of(kept + letter) <= width)
                .forEach(kept::append);
        return kept.toString();
    }
}
