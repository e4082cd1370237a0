package dev.perigee.core.history;

import static dev.perigee.core.history.GoldenCopy.FIRST;
import static dev.perigee.core.history.GoldenCopy.LAST;
import static dev.perigee.core.history.GoldenCopy.MIDDLE;
import static dev.perigee.core.history.GoldenCopy.SEEN_24;
import static dev.perigee.core.history.GoldenCopy.TIMELINE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.retention.RetentionRules;
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

    @TempDir
    Path dir;

    private GoldenCopy golden;

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        golden = new GoldenCopy(dir);
    }

    private Fetched latest() throws OperationException {
        return new Fetch(golden.bench().environment())
                .run(golden.sought(), new Selector.Latest(), dir.resolve("latest.db"));
    }

    private Optional<HistoryBehind> behind(Fetched latest) throws OperationException {
        return HistoryBehind.look(golden.bench().environment(), golden.sought(), latest);
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
        Files.delete(golden.record(MIDDLE));

        assertEquals(13, behind(latest()).orElseThrow().revision());
    }

    @Test
    void whatCannotBeReadIsNotPromisedButWhatLiesBeforeItIs() throws Exception {
        Files.writeString(golden.record(LAST), "{");
        assertEquals(19, behind(latest()).orElseThrow().revision());

        Files.writeString(golden.record(MIDDLE), "{");
        Files.writeString(golden.record(FIRST), "{");
        assertEquals(Optional.empty(), behind(latest()));
    }

    /** Whoever asked for its time would be refused. */
    @Test
    void aHistoryBesideItWhoseBackupIsNotThereIsNotPromised() throws Exception {
        BackupId nowhere = GoldenCopy.id("20261129T113620Z-9-0badf00d");
        golden.write(nowhere, FIRST, new PackId(10, 28, 0xaa), new Moment(28, SEEN_24.plusMillis(1)));

        HistoryBehind behind = behind(latest()).orElseThrow();

        assertEquals(24, behind.revision());
        assertEquals(24, golden.revisionAt(behind.time().orElseThrow()));
    }

    @Test
    void aSinkThatIsDownIsNotAskedForIt() throws Exception {
        FaultySink down =
                new FaultySink(new MemorySink()).failEveryCall(FaultySink.Verb.LIST, SinkException.Kind.UNREACHABLE);
        golden.bench().with("down", down, RetentionRules.KEEP_ALL);
        Fetched latest = latest();
        int calls = down.calls(FaultySink.Verb.LIST);

        assertEquals(24, behind(latest).orElseThrow().revision());
        assertEquals(calls, down.calls(FaultySink.Verb.LIST));
    }
}
