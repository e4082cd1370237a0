package dev.perigee.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.HistoryListing.Gap;
import dev.perigee.core.history.HistoryListing.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Times for people are told to the second, and each that is told can be restored. */
class HistoryRowTest {

    private static final Window WINDOW = new Window(
            BackupId.parse("20261129T080249Z-2-5cce56b3").orElseThrow(),
            2,
            Instant.parse("2026-11-29T08:02:49.000000001Z"),
            9,
            Optional.of(Instant.parse("2026-11-29T09:00:00.123456789Z")),
            1,
            List.of("near"));

    private static final HistoryListing LISTING = new HistoryListing(
            "prod", List.of(WINDOW), Optional.of(WINDOW), List.of(), List.of(), Optional.empty(), List.of(), List.of());

    @Test
    void aTableTellsSecondsWithinTheWindow() {
        String list = shown(HistoryRow.list(LISTING));
        String status = shown(HistoryRow.status(LISTING, Instant.parse("2026-11-29T10:00:00Z")));

        for (String table : List.of(list, status)) {
            assertTrue(table.contains("|2026-11-29T08:02:50Z|"), table);
            assertTrue(table.contains("|2026-11-29T09:00:00Z|"), table);
        }
    }

    @Test
    void aWindowWithinOneSecondIsShownByItsWholeTimes() {
        Window brief = new Window(
                WINDOW.timeline(),
                2,
                Instant.parse("2026-11-29T08:02:49.25Z"),
                9,
                Optional.of(Instant.parse("2026-11-29T08:02:49.75Z")),
                1,
                List.of("near"));
        HistoryListing listing = new HistoryListing(
                "prod",
                List.of(brief),
                Optional.of(brief),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of());

        String list = shown(HistoryRow.list(listing));

        assertTrue(list.startsWith("|2|2026-11-29T08:02:49.250Z|9|2026-11-29T08:02:49.750Z|"), list);
    }

    /** An older state was put back: no revision lies between the end of the one history and the beginning of the other. */
    @Test
    void whereNothingIsMissingNoRevisionsAreShownToBe() {
        Gap back = new Gap(WINDOW.timeline(), 57, 36, "an older state was put back");
        HistoryListing listing = new HistoryListing(
                "prod", List.of(), Optional.empty(), List.of(back), List.of(), Optional.empty(), List.of(), List.of());

        assertTrue(shown(HistoryRow.list(listing)).startsWith("|57|-|-|-|"), shown(HistoryRow.list(listing)));
        assertTrue(HistoryRow.list(listing).json().contains("\"lastRevision\":null"));
        assertEquals(
                "gap: behind revision 56 of the history of " + WINDOW.timeline() + ": an older state was put back",
                HistoryRow.words(back));
    }

    @Test
    void programsGetTheWholeTime() {
        assertTrue(HistoryRow.list(LISTING).json().contains("2026-11-29T09:00:00.123456789Z"));
    }

    private static <R> String shown(Report<R> report) {
        assertEquals(1, report.rows().size());
        return report.view()
                .forPeople()
                .map(column -> column.shown(report.rows().getFirst()))
                .collect(Collectors.joining("|", "|", "|"));
    }
}
