package dev.perigee.core.history.kinship;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SinkException;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.GoldenCopy;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.pack.SamplePack;
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

class ContemporariesTest {

    private static final BackupId ONE = GoldenCopy.id("20261128T060000Z-10-9f3a01bc");
    private static final BackupId OTHER = GoldenCopy.id("20261128T060100Z-10-9f3a01bc");
    private static final Instant SEEN = Instant.parse("2026-11-28T06:02:00Z");

    @TempDir
    Path dir;

    private static void publish(PackShelf shelf, BackupId timeline, long revision) throws SinkException {
        BytesBody rows = new BytesBody(new byte[] {1});
        PackPlace place = new PackPlace(timeline, new PackId(revision, revision, 1));
        shelf.publish(SamplePack.of(place, List.of(new Moment(revision, SEEN)), rows.length(), rows.sha256()), rows);
    }

    /** The first question is answered when another one was asked. */
    @Test
    @Timeout(60)
    void whatIsReadOfHistoriesIsAskedForSideBySide() throws Exception {
        MemorySink sink = new MemorySink();
        PackShelf shelf = new PackShelf(sink, "prod", Seals.NONE);
        for (BackupId timeline : List.of(ONE, OTHER)) {
            publish(shelf, timeline, 11);
            publish(shelf, timeline, 12);
        }
        CountDownLatch another = new CountDownLatch(1);
        FaultySink slow = new FaultySink(sink).delayCall(FaultySink.Verb.GET, 1, another);
        Bench bench = new Bench(dir).with("slow", slow, RetentionRules.KEEP_ALL);
        Archive archive = Archive.look(bench.environment(), "prod", bench.destinations());
        Thread.startVirtualThread(() -> {
            while (slow.calls(FaultySink.Verb.GET) < 4) {
                Thread.yield();
            }
            another.countDown();
        });

        assertTrue(new Contemporaries(archive).are(ONE, OTHER));
    }
}
