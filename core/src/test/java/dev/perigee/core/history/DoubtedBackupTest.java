package dev.perigee.core.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.HistoryListing.Gap;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that was taken when the golden history had seen more than it holds: of an older state, or of a member that lagged. */
class DoubtedBackupTest {

    private static final BackupId BEHIND = GoldenCopy.id("20261129T113800Z-20-0badf00d");
    private static final Instant LATER = BEHIND.until().plusSeconds(60);

    @TempDir
    Path dir;

    private GoldenCopy golden;

    @BeforeEach
    void copyTheGoldenHistoryAndTheBackupBehindIt() throws Exception {
        golden = new GoldenCopy(dir);
        golden.copyTheBackup(BEHIND);
    }

    private static void assertTwoStates(Points points) {
        OperationException refused = assertThrows(OperationException.class, () -> points.at(LATER));

        assertEquals(Outcome.DAMAGED, refused.outcome(), refused.getMessage());
        assertTrue(refused.getMessage().contains("backup " + BEHIND), refused.getMessage());
    }

    @Test
    void aTimeBehindBothIsRefusedHoweverOftenItIsAsked() throws Exception {
        Points points = golden.points();

        assertTwoStates(points);
        assertTwoStates(points);
    }

    /** It decides nothing: whoever made it knew neither of the two. */
    @Test
    void aLaterBackupOfAnotherClusterOfThatNameDoesNotHideIt() throws Exception {
        BackupId other = GoldenCopy.id("20261129T113810Z-15-0badf00d");
        golden.copyTheBackup(other);
        golden.ofAnotherCluster(other);
        Points points = golden.points();

        assertTwoStates(points);
        assertTwoStates(points);
    }

    @Test
    void whatNothingElseLeadsToIsListedAsAGapThatNamesIt() throws Exception {
        assertEquals(1, golden.listing().windows().size());
        assertEquals(List.of(), golden.listing().gaps());
        Files.delete(golden.manifest(GoldenCopy.TIMELINE));

        HistoryListing listing = golden.listing();

        assertEquals(List.of(), listing.windows());
        Gap gap = listing.gaps().getFirst();
        assertEquals(24, gap.last());
        assertTrue(gap.why().startsWith("only backup " + BEHIND + " leads to revision 24, and "), gap.why());
    }
}
