package dev.perigee.core.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.SinkException;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.recording.GoldenSink;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.MemorySink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden backup, behind which a history goes on. */
class HistoryBehindTest {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "history-1", "sink");
    private static final String TIMELINE = "20261129T113619Z-9-db7df259";

    @TempDir
    Path dir;

    private Bench bench;

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        GoldenSink.copy(GOLDEN, dir.resolve("sink"));
        bench = new Bench(dir.resolve("state"))
                .with("golden", new LocalSink(new LocalSinkConfig(dir.resolve("sink"))), RetentionRules.KEEP_ALL);
    }

    private Sought everywhere() throws OperationException {
        return Sought.anywhere("prod", bench.destinations());
    }

    private Fetched latest() throws OperationException {
        return new Fetch(bench.environment()).run(everywhere(), new Selector.Latest(), dir.resolve("latest.db"));
    }

    private Optional<HistoryBehind> behind(Fetched latest) throws OperationException {
        return HistoryBehind.look(bench.environment(), everywhere(), latest);
    }

    private Path record(String pack) {
        return dir.resolve("sink/prod/history").resolve(TIMELINE).resolve(pack + ".json");
    }

    @Test
    void whoTakesTheNewestBackupIsToldOfTheHistoryBehindIt() throws Exception {
        assertEquals(
                "a history goes on behind backup " + TIMELINE + ", to revision 24 of 2026-11-29T11:36:21.886114483Z:"
                        + " '--at 2026-11-29T11:36:21.886114483Z' in place of the backup takes that, and so does '--rev 24', whatever the"
                        + " clock has told",
                behind(latest()).orElseThrow().words());
    }

    @Test
    void whatLiesBehindAGapIsNotPromised() throws Exception {
        Files.delete(record("14-19-00000013"));

        assertEquals(13, behind(latest()).orElseThrow().revision());
    }

    @Test
    void whatCannotBeReadIsNotPromisedButWhatLiesBeforeItIs() throws Exception {
        Files.writeString(record("20-24-00000018"), "{");
        assertEquals(19, behind(latest()).orElseThrow().revision());

        Files.writeString(record("14-19-00000013"), "{");
        Files.writeString(record("10-13-0000000d"), "{");
        assertEquals(Optional.empty(), behind(latest()));
    }

    @Test
    void aSinkThatIsDownIsNotAskedForIt() throws Exception {
        FaultySink down =
                new FaultySink(new MemorySink()).failEveryCall(FaultySink.Verb.LIST, SinkException.Kind.UNREACHABLE);
        bench.with("down", down, RetentionRules.KEEP_ALL);
        Fetched latest = latest();
        int calls = down.calls(FaultySink.Verb.LIST);

        assertEquals(24, behind(latest).orElseThrow().revision());
        assertEquals(calls, down.calls(FaultySink.Verb.LIST));
    }
}
