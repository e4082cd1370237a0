package dev.perigee.core.history.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SinkException;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.pack.SamplePack;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.signing.Seals;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.MemorySink;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

    private static final BackupId TIMELINE =
            BackupId.parse("20261128T060000Z-10-9f3a01bc").orElseThrow();
    private static final int PACKS = 60;

    @TempDir
    Path dir;

    /** Sixteen packs are asked for at once, each twice. */
    @Test
    void aSinkThatListsAndGivesNothingIsNotAskedForEachOfItsPacks() throws Exception {
        MemorySink sink = new MemorySink();
        PackShelf shelf = new PackShelf(sink, "prod", Seals.NONE);
        for (int pack = 0; pack < PACKS; pack++) {
            publish(shelf, pack);
        }
        FaultySink still = new FaultySink(sink).failEveryCall(FaultySink.Verb.GET, SinkException.Kind.UNREACHABLE);
        Bench bench = new Bench(dir).with("still", still, RetentionRules.KEEP_ALL);
        Archive archive = Archive.look(bench.environment(), "prod", bench.destinations());

        Records records = archive.records(archive.places());

        assertEquals(PACKS, records.missing().size());
        records.missing()
                .values()
                .forEach(why -> assertEquals(Outcome.CONNECTION, why.getFirst().outcome()));
        int calls = still.calls(FaultySink.Verb.GET);
        assertTrue(calls <= 32, () -> calls + " calls");
        archive.records(archive.places());
        assertEquals(calls, still.calls(FaultySink.Verb.GET));
    }

    @Test
    @Timeout(120)
    void aSinkThatIsSlowHoldsUpNoOther() throws Exception {
        MemorySink sink = new MemorySink();
        publish(new PackShelf(sink, "prod", Seals.NONE), 0);
        CountDownLatch other = new CountDownLatch(1);
        FaultySink slow = new FaultySink(sink.reopen()).delayCall(FaultySink.Verb.GET, 1, other);
        FaultySink quick = new FaultySink(sink.reopen());
        Bench bench = new Bench(dir)
                .with("a slow", slow, RetentionRules.KEEP_ALL)
                .with("b quick", quick, RetentionRules.KEEP_ALL);
        Archive archive = Archive.look(bench.environment(), "prod", bench.destinations());
        Thread.startVirtualThread(() -> {
            while (quick.calls(FaultySink.Verb.GET) == 0) {
                Thread.yield();
            }
            other.countDown();
        });

        assertEquals(
                List.of("a slow", "b quick"),
                List.copyOf(archive.told(archive.places()).sequencedKeySet()));
    }

    private static void publish(PackShelf shelf, int number) throws SinkException {
        BytesBody rows = new BytesBody(new byte[] {1});
        PackPlace place = new PackPlace(TIMELINE, new PackId(11 + number, 11 + number, 1));
        shelf.publish(
                SamplePack.of(place, List.of(new Moment(11 + number, Instant.EPOCH)), rows.length(), rows.sha256()),
                rows);
    }
}
