package dev.perigee.core.report;

import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.HistoryListing.Gap;
import dev.perigee.core.history.HistoryListing.Window;
import dev.perigee.core.report.View.Align;
import dev.perigee.core.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a history is shown: a row for each window that can be restored. */
public final class HistoryRow {

    private static final View<Window> LIST = new View<>(
            List.of(
                    Column.of("from", "firstRevision", "FirstRevision", Window::first),
                    new Column<>(
                            "since",
                            "since",
                            "Since",
                            window -> window.since().toString(),
                            window -> window.since().toString()),
                    Column.of("to", "lastRevision", "LastRevision", Window::last),
                    new Column<>("until", "until", "Until", HistoryRow::until, HistoryRow::untilOrNull),
                    Column.of("packs", "packs", "Packs", Window::packs),
                    new Column<>("sinks", "sinks", "Sinks", window -> String.join(", ", window.sinks()), Window::sinks),
                    Column.inJsonOnly("timeline", window -> window.timeline().toString())),
            Align.LEFT);

    private HistoryRow() {}

    /** A cluster's history in a line. */
    private record Now(HistoryListing listing, Instant now) {

        Optional<Window> newest() {
            return listing.windows().stream().findFirst();
        }

        Optional<Duration> age() {
            return newest().flatMap(Window::until)
                    .map(until -> Duration.between(until, now))
                    .map(age -> age.isNegative() ? Duration.ZERO : age);
        }
    }

    private static final View<Now> STATUS = new View<>(
            List.of(
                    Column.of(
                            "cluster",
                            "cluster",
                            "Cluster",
                            now -> now.listing().cluster()),
                    new Column<>(
                            "since",
                            "since",
                            "Since",
                            now -> now.newest()
                                    .map(window -> window.since().toString())
                                    .orElse("-"),
                            now -> now.newest()
                                    .map(window -> window.since().toString())
                                    .orElse(null)),
                    new Column<>(
                            "revision",
                            "revision",
                            "Revision",
                            now -> now.newest()
                                    .map(window -> "" + window.last())
                                    .orElse("-"),
                            now -> now.newest().map(Window::last).orElse(null)),
                    new Column<>(
                            "until",
                            "until",
                            "Until",
                            now -> now.newest().map(HistoryRow::until).orElse("-"),
                            now -> now.newest().map(HistoryRow::untilOrNull).orElse(null)),
                    new Column<>(
                            "last change",
                            "lastChangeSeconds",
                            "LastChangeSeconds",
                            now -> now.age()
                                    .map(age -> Words.span(age) + " ago")
                                    .orElse("-"),
                            now -> now.age().map(Duration::toSeconds).orElse(null)),
                    new Column<>(
                            "windows",
                            "windows",
                            "Windows",
                            now -> "" + now.listing().windows().size(),
                            now -> now.listing().windows().size()),
                    new Column<>(
                            "gaps",
                            "gaps",
                            "Gaps",
                            now -> "" + now.listing().gaps().size(),
                            now -> now.listing().gaps().stream()
                                    .map(HistoryRow::words)
                                    .toList())),
            Align.LEFT);

    private static String until(Window window) {
        return window.until().map(Instant::toString).orElse("-");
    }

    private static @org.jspecify.annotations.Nullable Object untilOrNull(Window window) {
        return window.until().map(Instant::toString).orElse(null);
    }

    /**
     * The windows.
     *
     * @param listing what can be restored
     * @return a row each
     */
    public static Report<Window> list(HistoryListing listing) {
        return Report.of(LIST, listing.windows());
    }

    /**
     * All of it in a line.
     *
     * @param listing what can be restored
     * @param now the time
     * @return one row
     */
    public static Report<?> status(HistoryListing listing, Instant now) {
        return Report.of(STATUS, new Now(listing, now));
    }

    /**
     * A gap in words.
     *
     * @param gap the gap
     * @return a sentence
     */
    public static String words(Gap gap) {
        String what = gap.last() < gap.first()
                ? "behind revision " + (gap.first() - 1)
                : "revisions " + gap.first() + " to " + gap.last();
        return "gap: " + what + " of the history of " + gap.timeline() + ": " + gap.why();
    }
}
