package dev.perigee.core.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.history.PackRecord.Moment;
import dev.perigee.core.history.recording.GoldenSink;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, while which another backup was taken that a history is said to go on from as well. */
class OverlappingHistoriesTest {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "history-1", "sink");
    private static final String OWN = "20261129T113619Z-9-db7df259";
    private static final BackupId OTHER =
            BackupId.parse("20261129T113620Z-9-0badf00d").orElseThrow();
    private static final BackupId BEHIND =
            BackupId.parse("20261129T113619Z-24-0badf00d").orElseThrow();
    private static final Instant SEEN_13 = Instant.parse("2026-11-29T11:36:21.484909431Z");
    private static final Instant SEEN_19 = Instant.parse("2026-11-29T11:36:21.684550970Z");
    private static final Instant SEEN_24 = Instant.parse("2026-11-29T11:36:21.886114483Z");

    @TempDir
    Path dir;

    private Path sink;
    private Bench bench;

    @BeforeEach
    void copyTheGoldenHistoryAndItsBackupOnceMore() throws Exception {
        sink = dir.resolve("sink");
        GoldenSink.copy(GOLDEN, sink);
        copyTheBackup(OTHER);
        bench = new Bench(dir.resolve("state"))
                .with("golden", new LocalSink(new LocalSinkConfig(sink)), RetentionRules.KEEP_ALL)
                .encoded("golden", new EncodingSettings(OptionalInt.of(9), List.of()));
    }

    private void copyTheBackup(BackupId as) throws Exception {
        Path stored = sink.resolve("prod");
        Files.copy(stored.resolve("snapshots/" + OWN + ".db"), stored.resolve("snapshots/" + as + ".db"));
        String manifest = Files.readString(stored.resolve("manifests/" + OWN + ".json"));
        Files.writeString(
                stored.resolve("manifests/" + as + ".json"),
                manifest.replace(OWN, as.toString())
                        .replace("T11:36:19", "T11:36:20")
                        .replace("\"revision\":9", "\"revision\":" + as.revision()));
    }

    private void write(String rowsOf, PackId as, Moment... moments) throws Exception {
        write(OTHER, own(rowsOf).cluster(), rowsOf, as, moments);
    }

    private PackRecord own(String pack) throws Exception {
        return PackJson.read("", Files.readAllBytes(sink.resolve("prod/history/" + OWN + "/" + pack + ".json")));
    }

    private void write(BackupId timeline, Manifest.Cluster cluster, String rowsOf, PackId as, Moment... moments)
            throws Exception {
        Path golden = sink.resolve("prod/history/" + OWN);
        PackRecord own = own(rowsOf);
        Path folder = Files.createDirectories(sink.resolve("prod/history/" + timeline));
        Files.copy(golden.resolve(rowsOf + ".rows"), folder.resolve(as + ".rows"));
        PackRecord record = SamplePack.of(
                new PackPlace(timeline, as),
                cluster,
                as.last() - as.first() + 1,
                List.of(moments),
                own.object().length(),
                own.object().sha256());
        Files.write(folder.resolve(as + ".json"), PackJson.write(record));
    }

    private Points points() throws OperationException {
        return Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
    }

    private long revisionAt(Instant time) throws OperationException {
        return Points.revision(points().at(time).orElseThrow().plan());
    }

    /** Another daemon took over for a while, and the first one went on with what it had. */
    @Test
    void whicheverHasSeenMoreByThenIsRight() throws Exception {
        write("10-13-0000000d", new PackId(10, 13, 0xaa), new Moment(13, SEEN_13.plusMillis(30)));

        assertEquals(24, revisionAt(SEEN_24.plusSeconds(60)));
        assertEquals(19, revisionAt(SEEN_19));
        assertEquals(13, revisionAt(SEEN_13));
    }

    @Test
    void theOneThatTellsOfTheLatestTimeIsNotTheOneThatHasSeenMost() throws Exception {
        write("10-13-0000000d", new PackId(10, 13, 0xaa), new Moment(13, SEEN_24.plusSeconds(30)));

        OperationException refused = assertThrows(OperationException.class, () -> revisionAt(SEEN_24.plusSeconds(60)));

        assertEquals(Outcome.DAMAGED, refused.outcome(), refused.getMessage());
    }

    @Test
    void whoSaysToHaveSeenMoreLongBeforeAnotherThatWasRecordingIsNotBelieved() throws Exception {
        write("10-13-0000000d", new PackId(10, 24, 0xaa), new Moment(24, OTHER.until()));

        OperationException refused = assertThrows(OperationException.class, () -> revisionAt(SEEN_19));

        assertEquals(Outcome.DAMAGED, refused.outcome(), refused.getMessage());
        assertTrue(refused.hint().orElseThrow().contains("'--rev 24' or '--rev 19'"), refused.toString());
    }

    /** The old one lives on, and somebody still records it. */
    @Test
    void aHistoryOfAnotherClusterOfThatNameHasSeenNothingOfThisOne() throws Exception {
        Manifest.Cluster another = new Manifest.Cluster("prod", 0x0badf00d);
        write(OTHER, another, "10-13-0000000d", new PackId(10, 13, 0xaa), new Moment(13, SEEN_24.plusMillis(30)));

        assertEquals(13, revisionAt(SEEN_24.plusSeconds(60)));
    }

    /** One history had ended where the other one begins, and by its times it was recorded on for a while. */
    @Test
    void aTimeThatCameTwiceSinceTheClockWasPutBackMeansNeitherOfTwoRevisions() throws Exception {
        copyTheBackup(BEHIND);
        Manifest.Cluster same = own("10-13-0000000d").cluster();
        write(BEHIND, same, "10-13-0000000d", new PackId(25, 28, 0xaa), new Moment(28, SEEN_19));

        OperationException refused = assertThrows(OperationException.class, () -> revisionAt(SEEN_19.plusMillis(1)));

        assertEquals(Outcome.DAMAGED, refused.outcome(), refused.getMessage());
        assertTrue(refused.hint().orElseThrow().contains("'--rev 28' or '--rev 19'"), refused.toString());
        assertEquals(28, revisionAt(SEEN_24.plusSeconds(60)));
    }

    /** The golden rows of later revisions pass for the earlier ones'. */
    @Test
    void otherRowsOfTheSameRevisionsAreRefusedWhateverTheirTimes() throws Exception {
        write("14-19-00000013", new PackId(10, 15, 0xaa), new Moment(15, SEEN_24.plusSeconds(30)));

        for (long revision = 10; revision <= 13; revision++) {
            long asked = revision;
            assertThrows(OperationException.class, () -> make(asked), "revision " + revision);
        }
    }

    /** A pack goes on from there, and what it held was written by that time. */
    @Test
    void aBackupIsNotWhatATimeMeansWhereThePackBehindItIsDamaged() throws Exception {
        Files.writeString(sink.resolve("prod/history/" + OWN + "/20-24-00000018.json"), "{");
        Path manifests = sink.resolve("prod/manifests");
        String later = "20261129T113621Z-21-0badf00d";
        String manifest = Files.readString(manifests.resolve(OWN + ".json"));
        Files.writeString(
                manifests.resolve(later + ".json"),
                manifest.replace(OWN, later)
                        .replace("\"revision\":9", "\"revision\":21")
                        .replace("T11:36:19", "T11:36:21"));
        Path bodies = sink.resolve("prod/snapshots");
        Files.copy(bodies.resolve(OWN + ".db"), bodies.resolve(later + ".db"));

        OperationException refused = assertThrows(OperationException.class, () -> points().at(SEEN_24.plusSeconds(60)));

        assertEquals(Outcome.DAMAGED, refused.outcome(), refused.getMessage());
        assertTrue(refused.getMessage().contains("20-24-00000018"), refused.getMessage());
    }

    /** Its packs are the only ones there are: nobody is told to take them out. */
    @Test
    void aHistoryWhoseBackupIsThereAndDamagedIsNoStrangers() throws Exception {
        Files.delete(sink.resolve("prod/manifests/" + OTHER + ".json"));
        Files.delete(sink.resolve("prod/snapshots/" + OTHER + ".db"));
        Files.delete(sink.resolve("prod/snapshots/" + OWN + ".db"));

        OperationException refused = assertThrows(OperationException.class, () -> points().at(SEEN_24.plusSeconds(60)));

        assertEquals(Outcome.DAMAGED, refused.outcome(), refused.getMessage());
        assertTrue(refused.hint().orElseThrow().startsWith("'perigee snapshot list' says"), refused.toString());
    }

    private void make(long revision) throws Exception {
        try (var scratch = bench.environment().scratch()) {
            Points points = points();
            points.make(points.at(revision), scratch);
        }
    }
}
