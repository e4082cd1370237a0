package dev.perigee.core.history.point;

import static dev.perigee.core.history.GoldenCopy.SEEN_24;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.GoldenCopy;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, beside which a pack lies that says it goes on from a backup that there isn't. */
class JunkHistoryTest {

    private static final BackupId NO_BACKUP = GoldenCopy.id("20261129T113621Z-19-0badf00d");

    @TempDir
    Path dir;

    private GoldenCopy golden;

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        golden = new GoldenCopy(dir);
    }

    private void writeJunk(Instant time) throws Exception {
        golden.write(NO_BACKUP, GoldenCopy.LAST, new PackId(20, 24, 0xf0), new Moment(24, time));
    }

    @Test
    void whatAnotherHistoryWasRecordedBesideHurtsOnlyItself() throws Exception {
        writeJunk(SEEN_24);

        Points.Point point = golden.points().at(SEEN_24.plusSeconds(5)).orElseThrow();

        assertEquals(24, point.plan().revision());
        assertEquals(
                List.of("pack 20-24-000000f0 in 'golden' tells of revision 24 at " + SEEN_24
                        + ", but no backup of its history, which is said to begin with " + NO_BACKUP
                        + ", counts here; another history was recorded at that time, and is taken"),
                point.warnings());
    }

    /** It may be all that is left of what was written then. */
    @Test
    void whatIsTheLastWordOfATimeIsNotPassedOverAndIsNamed() throws Exception {
        writeJunk(SEEN_24.plusSeconds(10));

        assertEquals(24, golden.points().at(SEEN_24).orElseThrow().plan().revision());
        OperationException refused =
                assertThrows(OperationException.class, () -> golden.points().at(SEEN_24.plusSeconds(20)));
        assertEquals(Outcome.NOT_FOUND, refused.outcome());
        assertTrue(refused.getMessage().startsWith("pack 20-24-000000f0 in 'golden' tells"), refused.getMessage());
        assertTrue(refused.hint().orElseThrow().contains("prod/history/" + NO_BACKUP + "/"), refused.toString());
    }
}
