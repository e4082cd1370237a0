package dev.perigee.core.history.point;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.ListHistory;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, of which a pack is lost: what a person is told who asks for what can't be restored. */
class PointAdviceTest {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "history-1", "sink");
    private static final Instant BEFORE_THE_GAP = Instant.parse("2026-11-29T11:36:21.484909431Z");
    private static final Instant BEFORE_THE_LAST = Instant.parse("2026-11-29T11:36:21.684550970Z");
    private static final Instant LAST = Instant.parse("2026-11-29T11:36:21.886114483Z");

    @TempDir
    Path dir;

    private Bench bench;

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        Path sink = dir.resolve("sink");
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            for (Path file : files.toList()) {
                Files.copy(file, sink.resolve(GOLDEN.relativize(file).toString()));
            }
        }
        bench = new Bench(dir.resolve("state"))
                .with("golden", new LocalSink(new LocalSinkConfig(sink)), RetentionRules.KEEP_ALL)
                .encoded("golden", new EncodingSettings(OptionalInt.of(9), List.of()));
    }

    private void lose(String pack) throws Exception {
        try (Stream<Path> files = Files.walk(dir.resolve("sink/prod/history"))) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith(pack))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    private Points points() throws OperationException {
        return Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
    }

    @Test
    void aRevisionInAGapIsToldWithWhatCanBeRestoredInItsPlace() throws Exception {
        lose("14-19-");

        OperationException gap = assertThrows(OperationException.class, () -> points().at(16));

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
        lose("14-19-");
        Instant asked = LAST.plus(Duration.ofMinutes(1));

        OperationException gap = assertThrows(OperationException.class, () -> points().at(asked));

        assertEquals(Outcome.NOT_FOUND, gap.outcome());
        assertTrue(gap.getMessage().endsWith("what can be restored is revisions 9 to 13"), gap.getMessage());
        assertEquals(
                "'--at " + BEFORE_THE_GAP
                        + "' is the nearest before it; 'perigee history list' shows all that can be restored",
                gap.hint().orElseThrow());
        assertEquals(13, points().at(BEFORE_THE_GAP).orElseThrow().plan().revision());
    }

    @Test
    void aTimeInAGapIsRefusedWithTheNearestMoments() throws Exception {
        lose("14-19-");
        Instant inTheGap = BEFORE_THE_GAP.plusNanos(1);

        OperationException gap = assertThrows(OperationException.class, () -> points().at(inTheGap));

        assertEquals(Outcome.NOT_FOUND, gap.outcome());
        assertTrue(gap.getMessage().contains("has a gap behind revision 13"), gap.getMessage());
        assertTrue(gap.hint().orElseThrow().startsWith("'--at " + BEFORE_THE_GAP + "' is the nearest before it"));
    }

    @Test
    void aTimeAtWhichADamagedRecordIsMissingIsRefusedLikeOneInAGap() throws Exception {
        damageTheMiddle();

        OperationException gap = assertThrows(OperationException.class, () -> points().at(BEFORE_THE_GAP.plusNanos(1)));

        assertTrue(gap.getMessage().contains("revisions 14 to 19 can't be had"), gap.getMessage());
        assertTrue(gap.hint().orElseThrow().startsWith("'--at " + BEFORE_THE_GAP + "' is the nearest before it"));
    }

    @Test
    void aTimeBetweenAHistoryAndTheOneThatFollowsItIsRefusedIfWritesAreMissing() throws Exception {
        follow(30);

        OperationException gap = assertThrows(OperationException.class, () -> points().at(LAST.plusSeconds(1)));

        assertTrue(gap.getMessage().contains("has a gap behind revision 24"), gap.getMessage());
        assertTrue(gap.getMessage().contains("the watch lost revisions"), gap.getMessage());
        assertTrue(gap.hint().orElseThrow().startsWith("'--at " + LAST + "' is the nearest before it"));
    }

    @Test
    void aTimeBetweenTwoHistoriesIsWellIfNothingIsMissing() throws Exception {
        follow(25);

        assertEquals(24, points().at(LAST.plusSeconds(1)).orElseThrow().plan().revision());
    }

    @Test
    void aTimeAtWhichABackupIsStillUnderwayIsOfTheHistoryBeforeIt() throws Exception {
        follow(25);
        Path next = dir.resolve("sink/prod/history/20261129T120000Z-25-0a0a0a0a");
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

        assertEquals(24, points().at(underway).orElseThrow().plan().revision());
    }

    /** A backup of the golden history by its name; its file is an older one's. */
    private void plainBackup(long revision) throws Exception {
        Path prod = dir.resolve("sink/prod");
        String old = "20261129T113619Z-9-db7df259";
        String id = "20261129T113621Z-" + revision + "-db7df259";
        Files.copy(prod.resolve("snapshots/" + old + ".db"), prod.resolve("snapshots/" + id + ".db"));
        String manifest = Files.readString(prod.resolve("manifests/" + old + ".json"))
                .replace(old, id)
                .replace("\"revision\":9", "\"revision\":" + revision)
                .replace("T11:36:19", "T11:36:22");
        Files.writeString(prod.resolve("manifests/" + id + ".json"), manifest);
    }

    private void flip(String file) throws Exception {
        Path path = dir.resolve("sink/prod").resolve(file);
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length / 2] ^= 1;
        Files.write(path, bytes);
    }

    private Points.Made made(long revision) throws Exception {
        Points points = points();
        try (SpoolEntry scratch = bench.environment().scratch()) {
            return points.make(points.at(revision), scratch);
        }
    }

    @Test
    void aDamagedBackupIsStoodInForByAnOlderOneAtOnce() throws Exception {
        plainBackup(17);
        flip("snapshots/20261129T113621Z-17-db7df259.db");

        Points.Made made = made(24);

        assertEquals(
                "20261129T113619Z-9-db7df259", made.backup().manifest().id().toString());
        assertTrue(
                made.notes().getFirst().contains("20261129T113621Z-17-db7df259"),
                made.notes().toString());
        assertEquals(made.backup().manifest().id(), made(17).backup().manifest().id());
    }

    /** Its digest is right, so that it is fetched as it is. */
    @Test
    void aBackupThatIsntWhatItsIdSaysIsStoodInForByAnOlderOneToo() throws Exception {
        plainBackup(17);

        Points.Made made = made(24);

        assertEquals(
                "20261129T113619Z-9-db7df259", made.backup().manifest().id().toString());
        assertEquals(
                "20261129T113621Z-17-db7df259 holds revision 9: it isn't the backup of that id;"
                        + " it is made of 20261129T113619Z-9-db7df259 instead",
                made.notes().getFirst());
    }

    @Test
    void aDamagedBackupForWhichNothingStandsInIsToldAsSuch() throws Exception {
        flip("snapshots/20261129T113619Z-9-db7df259.db");

        OperationException damaged = assertThrows(OperationException.class, () -> made(24));

        assertEquals(Outcome.DAMAGED, damaged.outcome());
        assertTrue(damaged.getMessage().contains("20261129T113619Z-9-db7df259"), damaged.getMessage());
    }

    @Test
    void whoMeetsDamagedRowsIsAdvisedOfBackupsToo() throws Exception {
        plainBackup(17);
        flip("history/20261129T113619Z-9-db7df259/14-19-00000013.rows");

        OperationException gap = assertThrows(OperationException.class, () -> made(16));

        assertEquals(
                "'--rev 13' is the nearest before it; '--rev 17' is the nearest after it,"
                        + " backup 20261129T113621Z-17-db7df259; 'perigee history list' shows when that was",
                gap.hint().orElseThrow());
    }

    @Test
    void whoMeetsDamagedRowsAndAskedByATimeIsAdvisedOfTimes() throws Exception {
        flip("history/20261129T113619Z-9-db7df259/20-24-00000018.rows");
        Points points = points();

        try (SpoolEntry scratch = bench.environment().scratch()) {
            OperationException gap = assertThrows(
                    OperationException.class, () -> points.make(points.at(LAST).orElseThrow(), scratch));

            assertEquals(
                    "'--at " + BEFORE_THE_LAST + "' is the nearest before it;"
                            + " 'perigee history list' shows all that can be restored",
                    gap.hint().orElseThrow());
        }
    }

    @Test
    void aGapIsToldWithTheBackupsThatWereTakenInIt() throws Exception {
        plainBackup(17);
        lose("14-19-");

        HistoryListing listing =
                new ListHistory(bench.environment()).run(Sought.anywhere("prod", bench.destinations()));

        assertEquals(
                "packs or their backup are missing; but revision 17 is backup 20261129T113621Z-17-db7df259",
                listing.gaps().getFirst().why());
    }

    /** A later timeline, of which only a pack is kept: it tells why the golden one ended. */
    private void follow(long revision) throws Exception {
        Path history = dir.resolve("sink/prod/history");
        String old = "20261129T113619Z-9-db7df259";
        String next = "20261129T120000Z-" + revision + "-0a0a0a0a";
        String pack = (revision + 1) + "-" + (revision + 5) + "-00000018";
        Files.createDirectories(history.resolve(next));
        Files.copy(history.resolve(old + "/20-24-00000018.rows"), history.resolve(next + "/" + pack + ".rows"));
        String record = Files.readString(history.resolve(old + "/20-24-00000018.json"))
                .replace(old, next)
                .replace("20-24-00000018", pack)
                .replace("\"revision\":24", "\"revision\":" + (revision + 5))
                .replace("T11:36:21", "T12:00:10")
                .replace(
                        "\"leases\":[]",
                        "\"follows\":{\"timeline\":\"" + old
                                + "\",\"last\":24,\"why\":\"the watch lost revisions\"},\"leases\":[]");
        Files.writeString(history.resolve(next + "/" + pack + ".json"), record);
    }

    private void damageTheMiddle() throws Exception {
        try (Stream<Path> files = Files.walk(dir.resolve("sink/prod/history"))) {
            Path record = files.filter(file -> file.getFileName().toString().matches("14-19-.*json"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(record, "{");
        }
    }

    @Test
    void aRecordThatIsDamagedIsAdvisedOfLikeAGap() throws Exception {
        damageTheMiddle();

        OperationException byRevision = assertThrows(OperationException.class, () -> points().at(16));
        OperationException byTime = assertThrows(OperationException.class, () -> points().at(LAST));

        assertTrue(byRevision.getMessage().contains("revisions 14 to 19 can't be had"), byRevision.getMessage());
        assertTrue(byRevision.hint().orElseThrow().startsWith("'--rev 13' is the nearest before it"));
        assertTrue(byTime.hint().orElseThrow().startsWith("'--at " + BEFORE_THE_GAP + "'"));
    }

    @Test
    void aTimeBehindTheLastMomentIsToldToBeBehindIt() throws Exception {
        List<String> notes =
                points().at(LAST.plus(Duration.ofHours(1))).orElseThrow().notes();

        assertTrue(notes.contains("its last write was recorded by " + LAST + ", 1h0m before the time asked for"));

        assertTrue(notes.getLast().startsWith("that is the newest that is kept"), notes.toString());
        assertTrue(points().at(LAST).orElseThrow().notes().getLast().startsWith("its last write was recorded by "));
    }

    @Test
    void aTimeBeforeTheFirstBackupIsAdvisedOfTheFirst() throws Exception {
        Instant first = Instant.parse("2026-11-29T11:36:19Z");

        assertTrue(points().at(first.minusSeconds(1)).isEmpty());
        assertTrue(points().at(first).isEmpty());
    }
}
