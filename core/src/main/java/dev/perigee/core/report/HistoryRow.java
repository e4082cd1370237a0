package dev.perigee.core.report;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.HistoryListing.Gap;
import dev.perigee.core.history.HistoryListing.Window;
import dev.perigee.core.report.View.Align;
import dev.perigee.core.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** How a history is shown: a row for each stretch of revisions. */
public final class HistoryRow {

    private static final View<Line> LIST = new View<>(
            List.of(
                    Column.of("from", "firstRevision", "FirstRevision", Line::first),
                    time(
                            "since",
                            "since",
                            "Since",
                            HistoryRow::since,
                            line -> line.window().map(Window::since)),
                    new Column<>(
                            "to",
                            "lastRevision",
                            "LastRevision",
                            line -> line.end().map(String::valueOf).orElse("-"),
                            line -> line.end().orElse(null)),
                    time(
                            "until",
                            "until",
                            "Until",
                            HistoryRow::until,
                            line -> line.window().flatMap(Window::until)),
                    Column.of(
                            "packs",
                            "packs",
                            "Packs",
                            line -> line.window().map(Window::packs).orElse(0)),
                    new Column<>("sinks", "sinks", "Sinks", line -> String.join(", ", line.sinks()), Line::sinks),
                    new Column<Line>(
                                    "gap",
                                    "gap",
                                    "Gap",
                                    line -> line.gap().map(Gap::why).orElse(""),
                                    line -> line.gap().map(Gap::why).orElse(null))
                            .below(),
                    Column.inJsonOnly("timeline", line -> line.timeline().toString())),
            Align.LEFT);

    /**
     * A stretch of revisions: one that can be restored, or one that can't.
     *
     * @param window the one
     * @param gap the other; just one of them is there
     */
    public record Line(Optional<Window> window, Optional<Gap> gap) {

        private long first() {
            return window.map(Window::first).orElseGet(() -> gap.map(Gap::first).orElse(0L));
        }

        private long last() {
            return window.map(Window::last).orElseGet(() -> gap.map(Gap::last).orElse(0L));
        }

        private Optional<Long> end() {
            return window.map(Window::last).or(() -> gap.flatMap(Gap::end));
        }

        private List<String> sinks() {
            return window.map(Window::sinks).orElse(List.of());
        }

        private BackupId timeline() {
            return window.map(Window::timeline).or(() -> gap.map(Gap::timeline)).orElseThrow();
        }
    }

    private static Column<Line> time(
            String header,
            String json,
            String field,
            Function<Window, String> shown,
            Function<Line, Optional<Instant>> time) {
        return new Column<>(
                header,
                json,
                field,
                line -> line.window().map(shown).orElse("-"),
                line -> time.apply(line).map(Instant::toString).orElse(null));
    }

    private HistoryRow() {}

    /** A cluster's history in a line. */
    private record Now(HistoryListing listing, Instant now) {

        Optional<Window> newest() {
            return listing.farthest();
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
                            now -> now.newest().map(HistoryRow::since).orElse("-"),
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

    /** To the second, and within the window: what is shown can be restored. */
    private static String since(Window window) {
        return (holdsASecond(window) ? firstSecond(window) : window.since()).toString();
    }

    private static String until(Window window) {
        return window.until()
                .map(until -> holdsASecond(window) ? until.truncatedTo(ChronoUnit.SECONDS) : until)
                .map(Instant::toString)
                .orElse("-");
    }

    private static Instant firstSecond(Window window) {
        Instant second = window.since().truncatedTo(ChronoUnit.SECONDS);
        return second.equals(window.since()) ? second : second.plusSeconds(1);
    }

    /** Between two seconds lies none that could be shown. */
    private static boolean holdsASecond(Window window) {
        return window.until().filter(firstSecond(window)::isAfter).isEmpty();
    }

    private static @org.jspecify.annotations.Nullable Object untilOrNull(Window window) {
        return window.until().map(Instant::toString).orElse(null);
    }

    /**
     * The windows and the gaps.
     *
     * @param listing what can be restored, and what can't
     * @return a row each, the highest revisions of the newest history first
     */
    public static Report<Line> list(HistoryListing listing) {
        Stream<Line> windows =
                listing.windows().stream().map(window -> new Line(Optional.of(window), Optional.empty()));
        Stream<Line> gaps = listing.gaps().stream().map(gap -> new Line(Optional.empty(), Optional.of(gap)));
        return Report.of(
                LIST,
                Stream.concat(windows, gaps)
                        .sorted(Comparator.comparing(Line::timeline)
                                .thenComparing(Line::last)
                                .thenComparing(Line::first)
                                .reversed())
                        .toList());
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
        String what = gap.end()
                .map(last -> Words.revisions(gap.first(), last))
                .orElse("behind revision " + (gap.first() - 1));
        return "gap: " + what + " of the history of " + gap.timeline() + ": " + gap.why();
    }
}
