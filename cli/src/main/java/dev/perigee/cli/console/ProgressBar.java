package dev.perigee.cli.console;

import dev.perigee.cli.output.Sizes;
import java.time.Duration;
import java.util.Optional;

/** Draws how far something has come, a few times each second. Pure but for what it drew last. Not safe for many threads. */
final class ProgressBar {

    private static final int WIDTH = 30;
    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    private String last = "";
    private long drawnAt;

    /**
     * The bar, if it is time for one: at the first and last byte, and not oftener than ten times a second between.
     *
     * @param what is moving
     * @param done bytes so far
     * @param total bytes in all; 0 if that isn't known
     * @param now in nanoseconds, by any clock
     * @return one line, no line end
     */
    Optional<String> at(String what, long done, long total, long now) {
        boolean other = !what.equals(last);
        if (!other && done != total && now - drawnAt < PAUSE) {
            return Optional.empty();
        }
        last = what;
        drawnAt = now;
        return Optional.of(draw(what, done, total));
    }

    private static String draw(String what, long done, long total) {
        if (total <= 0) {
            return what + " " + Sizes.human(done);
        }
        int filled = (int) Math.min(WIDTH, done * (double) WIDTH / total);
        return what + " [" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] "
                + Math.min(100, Math.round(100.0 * done / total)) + "% of " + Sizes.human(total);
    }
}
