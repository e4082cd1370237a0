package dev.perigee.core.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
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

/** The golden history, beside which a pack lies that says it goes on from a backup that there isn't. */
class JunkHistoryTest {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "history-1", "sink");
    private static final BackupId NO_BACKUP =
            BackupId.parse("20261129T113621Z-19-0badf00d").orElseThrow();
    private static final PackId JUNK = new PackId(20, 24, 0xf0);
    private static final Instant SEEN_24 = Instant.parse("2026-11-29T11:36:21.886114483Z");

    @TempDir
    Path dir;

    private Path sink;
    private Bench bench;

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        sink = dir.resolve("sink");
        GoldenSink.copy(GOLDEN, sink);
        bench = new Bench(dir.resolve("state"))
                .with("golden", new LocalSink(new LocalSinkConfig(sink)), RetentionRules.KEEP_ALL)
                .encoded("golden", new EncodingSettings(OptionalInt.of(9), List.of()));
    }

    private void writeJunk(Instant time) throws Exception {
        Path golden = sink.resolve("prod/history/20261129T113619Z-9-db7df259");
        PackRecord own = PackJson.read("", Files.readAllBytes(golden.resolve("20-24-00000018.json")));
        Path folder = Files.createDirectory(sink.resolve("prod/history/" + NO_BACKUP));
        Files.copy(golden.resolve("20-24-00000018.rows"), folder.resolve(JUNK + ".rows"));
        PackRecord record = SamplePack.of(
                new PackPlace(NO_BACKUP, JUNK),
                own.cluster(),
                own.rows(),
                List.of(new Moment(24, time)),
                own.object().length(),
                own.object().sha256());
        Files.write(folder.resolve(JUNK + ".json"), PackJson.write(record));
    }

    private Points points() throws OperationException {
        return Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
    }

    @Test
    void whatAnotherHistoryWasRecordedBesideHurtsOnlyItself() throws Exception {
        writeJunk(SEEN_24);

        Points.Point point = points().at(SEEN_24.plusSeconds(5)).orElseThrow();

        assertEquals(24, Points.revision(point.plan()));
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

        assertEquals(24, Points.revision(points().at(SEEN_24).orElseThrow().plan()));
        OperationException refused = assertThrows(OperationException.class, () -> points().at(SEEN_24.plusSeconds(20)));
        assertEquals(Outcome.NOT_FOUND, refused.outcome());
        assertTrue(refused.getMessage().startsWith("pack 20-24-000000f0 in 'golden' tells"), refused.getMessage());
        assertTrue(refused.hint().orElseThrow().contains("prod/history/" + NO_BACKUP + "/"), refused.toString());
    }
}
