package dev.perigee.core.history.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.GoldenCopy;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.kinship.Stores;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.spool.SpoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, as seen by a clock that says it hasn't begun yet. */
class FutureBaseTest {

    @TempDir
    Path dir;

    private GoldenCopy golden;

    @BeforeEach
    void setTheClockBack() throws Exception {
        golden = new GoldenCopy(dir);
        Instant now = GoldenCopy.TIMELINE.time().minus(Duration.ofHours(1));
        golden.bench().clock = () -> now;
    }

    @Test
    void anyRevisionIsMadeOfIt() throws Exception {
        for (long revision : List.of(9L, 19L, 24L)) {
            Points points = golden.points();
            try (SpoolEntry scratch = golden.bench().environment().scratch()) {
                Points.Made made = points.make(points.at(revision), scratch);

                assertEquals(GoldenCopy.TIMELINE, made.backup().manifest().id());
            }
        }
    }

    @Test
    void whatCanBeRestoredIsListed() throws Exception {
        HistoryListing listing = golden.listing();

        assertEquals(9, listing.windows().getFirst().first());
        assertEquals(24, listing.windows().getFirst().last());
        assertEquals(List.of(), listing.gaps());
    }

    @Test
    void aTimeIsRefusedAndTheRevisionIsNamed() throws Exception {
        OperationException refused =
                assertThrows(OperationException.class, () -> golden.points().at(GoldenCopy.SEEN_19));

        assertEquals(Outcome.DAMAGED, refused.outcome());
        assertTrue(refused.getMessage().contains(" ahead of this machine's clock, which says 2026-11-29T10:36:19Z"));
        assertTrue(
                refused.hint().orElseThrow().contains("'--rev 19'"),
                refused.hint().orElseThrow());
    }

    @Test
    void aTimeBeforeItBeganMeansNothingOfIt() throws Exception {
        assertEquals(
                Optional.empty(), golden.points().at(GoldenCopy.TIMELINE.time().minusSeconds(1)));
    }

    @Test
    void nothingIsMadeOfOneWhoseManifestIsNone() throws Exception {
        Files.writeString(golden.manifest(GoldenCopy.TIMELINE), "garbage");

        OperationException none =
                assertThrows(OperationException.class, () -> golden.points().at(9));

        assertEquals(Outcome.BAD_INPUT, none.outcome());
        assertEquals(List.of(), golden.listing().windows());
    }

    @Test
    void aLaterBackupWhoseTimeHasComeIsTakenBeforeOneWhoseTimeHasNot() {
        BackupId come = GoldenCopy.id("20261129T103000Z-200-0badf00d");
        BackupId lower = GoldenCopy.id("20261130T103000Z-100-0badf00d");
        BackupId higher = GoldenCopy.id("20261130T103001Z-300-0badf00d");
        PointPlanner planner = new PointPlanner(
                new DatedBackups(List.of(come, lower, higher), Map.of(lower, "", higher, "")),
                List.of(),
                Stores.UNKNOWN);

        assertEquals(new PointPlan.FromLater(come, 150), planner.plan(150));
        assertEquals(new PointPlan.FromLater(higher, 250), planner.plan(250));
    }
}
