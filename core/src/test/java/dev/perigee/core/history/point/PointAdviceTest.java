package dev.perigee.core.history.point;

import static dev.perigee.core.history.GoldenCopy.LAST;
import static dev.perigee.core.history.GoldenCopy.MIDDLE;
import static dev.perigee.core.history.GoldenCopy.SEEN_13;
import static dev.perigee.core.history.GoldenCopy.SEEN_19;
import static dev.perigee.core.history.GoldenCopy.SEEN_24;
import static dev.perigee.core.history.GoldenCopy.TIMELINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.GoldenCopy;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, of which a pack is lost: what a person is told who asks for what can't be restored. */
class PointAdviceTest {

    private static final BackupId WITHIN = GoldenCopy.id("20261129T113621Z-17-db7df259");

    @TempDir
    Path dir;

    private GoldenCopy golden;

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        golden = new GoldenCopy(dir);
    }

    @Test
    void aRevisionInAGapIsToldWithWhatCanBeRestoredInItsPlace() throws Exception {
        golden.lose(MIDDLE);

        OperationException gap =
                assertThrows(OperationException.class, () -> golden.points().at(16));

        assertEquals(
                "nothing that is kept holds revision 16; the history has a gap from revision 14 to 19;"
                        + " what can be restored is revisions 9 to 13, and before a backup what it holds back to its compaction",
                gap.getMessage());
        assertEquals(
                "'--rev 13' is the nearest before it; 'perigee history list' shows when that was",
                gap.hint().orElseThrow());
    }

    @Test
    void whoAsksByATimeIsAdvisedOfTimesThatCanBeRestored() throws Exception {
        golden.lose(MIDDLE);
        Instant asked = SEEN_24.plus(Duration.ofMinutes(1));

        OperationException gap =
                assertThrows(OperationException.class, () -> golden.points().at(asked));

        assertEquals(Outcome.NOT_FOUND, gap.outcome());
        assertTrue(gap.getMessage().endsWith("what can be restored is revisions 9 to 13"), gap.getMessage());
        assertEquals(
                "'--at " + SEEN_13
                        + "' is the nearest before it; 'perigee history list' shows all that can be restored",
                gap.hint().orElseThrow());
        assertEquals(13, golden.points().at(SEEN_13).orElseThrow().plan().revision());
    }

    @Test
    void aTimeInAGapIsRefusedWithTheNearestMoments() throws Exception {
        golden.lose(MIDDLE);
        Instant inTheGap = SEEN_13.plusNanos(1);

        OperationException gap =
                assertThrows(OperationException.class, () -> golden.points().at(inTheGap));

        assertEquals(Outcome.NOT_FOUND, gap.outcome());
        assertTrue(gap.getMessage().contains("has a gap behind revision 13"), gap.getMessage());
        assertTrue(gap.hint().orElseThrow().startsWith("'--at " + SEEN_13 + "' is the nearest before it"));
    }

    @Test
    void aTimeAtWhichADamagedRecordIsMissingIsRefusedLikeOneInAGap() throws Exception {
        golden.spoil(MIDDLE);

        OperationException gap =
                assertThrows(OperationException.class, () -> golden.points().at(SEEN_13.plusNanos(1)));

        assertTrue(gap.getMessage().contains("revisions 14 to 19 can't be had"), gap.getMessage());
        assertTrue(gap.hint().orElseThrow().startsWith("'--at " + SEEN_13 + "' is the nearest before it"));
    }

    @Test
    void aTimeBetweenAHistoryAndTheOneThatFollowsItIsRefusedIfWritesAreMissing() throws Exception {
        follow(30);

        OperationException gap =
                assertThrows(OperationException.class, () -> golden.points().at(SEEN_24.plusSeconds(1)));

        assertTrue(gap.getMessage().contains("has a gap behind revision 24"), gap.getMessage());
        assertTrue(gap.getMessage().contains("the watch lost revisions"), gap.getMessage());
        assertTrue(gap.hint().orElseThrow().startsWith("'--at " + SEEN_24 + "' is the nearest before it"));
    }

    @Test
    void aTimeBetweenTwoHistoriesIsWellIfNothingIsMissing() throws Exception {
        follow(25);

        assertEquals(
                24,
                golden.points().at(SEEN_24.plusSeconds(1)).orElseThrow().plan().revision());
    }

    @Test
    void aTimeAtWhichABackupIsStillUnderwayIsOfTheHistoryBeforeIt() throws Exception {
        follow(25);
        Path next = golden.folder(GoldenCopy.id("20261129T120000Z-25-0a0a0a0a"));
        Path record = next.resolve("26-30-00000018.json");
        Files.writeString(
                next.resolve("22-30-00000018.json"),
                Files.readString(record)
                        .replace("26-30", "22-30")
                        .replace(
                                "\"moments\":[",
                                "\"moments\":[{\"revision\":23,\"time\":\"2026-11-29T12:00:00.015Z\"},"));
        Files.move(next.resolve("26-30-00000018.rows"), next.resolve("22-30-00000018.rows"));
        Files.delete(record);

        Instant underway = Instant.parse("2026-11-29T12:00:00.020Z");

        assertEquals(24, golden.points().at(underway).orElseThrow().plan().revision());
    }

    @Test
    void aDamagedBackupIsStoodInForByAnOlderOneAtOnce() throws Exception {
        golden.copyTheBackup(WITHIN);
        GoldenCopy.flip(golden.body(WITHIN));

        Points.Made made = golden.made(24);

        assertEquals(TIMELINE, made.backup().manifest().id());
        assertTrue(
                made.notes().getFirst().contains(WITHIN.toString()),
                made.notes().toString());
        assertEquals(
                made.backup().manifest().id(),
                golden.made(17).backup().manifest().id());
    }

    /** Its digest is right, so that it is fetched as it is. */
    @Test
    void aBackupThatIsntWhatItsIdSaysIsStoodInForByAnOlderOneToo() throws Exception {
        golden.copyTheBackup(WITHIN);

        Points.Made made = golden.made(24);

        assertEquals(TIMELINE, made.backup().manifest().id());
        assertEquals(
                "20261129T113621Z-17-db7df259 holds revision 9: it isn't the backup of that id;"
                        + " it is made of 20261129T113619Z-9-db7df259 instead",
                made.notes().getFirst());
    }

    @Test
    void aDamagedBackupForWhichNothingStandsInIsToldAsSuch() throws Exception {
        GoldenCopy.flip(golden.body(TIMELINE));

        OperationException damaged = assertThrows(OperationException.class, () -> golden.made(24));

        assertEquals(Outcome.DAMAGED, damaged.outcome());
        assertTrue(damaged.getMessage().contains("20261129T113619Z-9-db7df259"), damaged.getMessage());
    }

    @Test
    void whoMeetsDamagedRowsIsAdvisedOfBackupsToo() throws Exception {
        golden.copyTheBackup(WITHIN);
        GoldenCopy.flip(golden.rows(MIDDLE));

        OperationException gap = assertThrows(OperationException.class, () -> golden.made(16));

        assertEquals(
                "'--rev 13' is the nearest before it; '--rev 17' is the nearest after it,"
                        + " backup 20261129T113621Z-17-db7df259; 'perigee history list' shows when that was",
                gap.hint().orElseThrow());
    }

    @Test
    void whoMeetsDamagedRowsAndAskedByATimeIsAdvisedOfTimes() throws Exception {
        GoldenCopy.flip(golden.rows(LAST));

        OperationException gap = assertThrows(OperationException.class, () -> golden.made(SEEN_24));

        assertEquals(
                "'--at " + SEEN_19 + "' is the nearest before it;"
                        + " 'perigee history list' shows all that can be restored",
                gap.hint().orElseThrow());
    }

    @Test
    void aGapIsToldWithTheBackupsThatWereTakenInIt() throws Exception {
        golden.copyTheBackup(WITHIN);
        golden.lose(MIDDLE);

        assertEquals(
                "packs or their backup are missing; but revision 17 is backup 20261129T113621Z-17-db7df259",
                golden.listing().gaps().getFirst().why());
    }

    /** A later timeline, of which only a pack is kept: it tells why the golden one ended. */
    private void follow(long revision) throws Exception {
        BackupId next = GoldenCopy.id("20261129T120000Z-" + revision + "-0a0a0a0a");
        PackId pack = new PackId(revision + 1, revision + 5, 0x18);
        Path folder = Files.createDirectories(golden.folder(next));
        Files.copy(golden.rows(LAST), folder.resolve(pack + ".rows"));
        String record = Files.readString(golden.record(LAST))
                .replace(TIMELINE.toString(), next.toString())
                .replace(LAST.toString(), pack.toString())
                .replace("\"revision\":24", "\"revision\":" + (revision + 5))
                .replace("T11:36:21", "T12:00:10")
                .replace(
                        "\"leases\":[]",
                        "\"follows\":{\"timeline\":\"" + TIMELINE
                                + "\",\"last\":24,\"why\":\"the watch lost revisions\"},\"leases\":[]");
        Files.writeString(folder.resolve(pack + ".json"), record);
    }

    @Test
    void aRecordThatIsDamagedIsAdvisedOfLikeAGap() throws Exception {
        golden.spoil(MIDDLE);

        OperationException byRevision =
                assertThrows(OperationException.class, () -> golden.points().at(16));
        OperationException byTime =
                assertThrows(OperationException.class, () -> golden.points().at(SEEN_24));

        assertTrue(byRevision.getMessage().contains("revisions 14 to 19 can't be had"), byRevision.getMessage());
        assertTrue(byRevision.hint().orElseThrow().startsWith("'--rev 13' is the nearest before it"));
        assertTrue(byTime.hint().orElseThrow().startsWith("'--at " + SEEN_13 + "'"));
    }

    @Test
    void aTimeBehindTheLastMomentIsToldToBeBehindIt() throws Exception {
        List<String> notes = golden.points()
                .at(SEEN_24.plus(Duration.ofHours(1)))
                .orElseThrow()
                .notes();

        assertTrue(notes.contains("its last write was recorded by " + SEEN_24 + ", 1h0m before the time asked for"));

        assertTrue(notes.getLast().startsWith("that is the newest that is kept"), notes.toString());
        assertTrue(golden.points()
                .at(SEEN_24)
                .orElseThrow()
                .notes()
                .getLast()
                .startsWith("its last write was recorded by "));
    }

    @Test
    void aTimeBeforeTheFirstBackupIsAdvisedOfTheFirst() throws Exception {
        Instant first = Instant.parse("2026-11-29T11:36:19Z");

        assertTrue(golden.points().at(first.minusSeconds(1)).isEmpty());
        assertTrue(golden.points().at(first).isEmpty());
    }
}
