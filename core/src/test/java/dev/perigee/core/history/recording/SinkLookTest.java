package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.PutOptions;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.KeptPack;
import dev.perigee.core.history.spool.Tail;
import dev.perigee.core.history.standing.HistoryAssessment;
import dev.perigee.core.history.standing.HistoryHealth;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.history.standing.StandingFile;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.signing.Seals;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.MemorySink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sink has lost behind the daemon's back. */
class SinkLookTest {

    private static final PackId FIRST = new PackId(11, 20, 1);
    private static final PackId SECOND = new PackId(21, 30, 2);

    @TempDir
    Path dir;

    private final MemorySink sink = new MemorySink();
    private final List<HistoryStanding> told = new ArrayList<>();
    private Bench bench;
    private StandingKeeper standing;
    private HistorySpool spool;
    private Instant now = Instant.now();

    @BeforeEach
    void record() throws Exception {
        bench = new Bench(dir.resolve("state")).with("near", sink, RetentionRules.KEEP_ALL);
        standing = new StandingKeeper(
                new StandingFile(dir.resolve("standing.json")), () -> now, told::add, List.of("near"));
        spool = HistorySpool.open(dir.resolve("spool"), standing);
        for (PackId pack : List.of(FIRST, SECOND)) {
            KeptPack.close(spool, pack, List.of("near"), Tail.NONE);
            send();
        }
        standing.heard(30, now, Optional.empty());
    }

    private void send() throws Exception {
        for (HistorySpool.Waiting pack : spool.waiting()) {
            new PackUpload(bench.environment(), bench.destinations().getFirst(), "prod").store(sink, pack);
            spool.settle(pack.record().place().pack(), "near");
        }
    }

    private SinkLook look() throws Exception {
        return new SinkLook(bench.environment(), "prod", bench.destinations().getFirst(), spool, standing);
    }

    private void lose(PackId pack) throws Exception {
        new PackShelf(sink, "prod", Seals.NONE).remove(new PackPlace(KeptPack.BASE, pack));
    }

    private HistoryHealth health() {
        return new HistoryAssessment(HistorySettings.DEFAULT, now)
                .of(told.getLast())
                .health();
    }

    private List<String> warnings() {
        return bench.events.stream()
                .filter(ProgressEvent.Warning.class::isInstance)
                .map(String::valueOf)
                .toList();
    }

    @Test
    void packsThatWereRemovedAreToldAndSentAgainAndWhatTheyNeedIsTaken() throws Exception {
        lose(FIRST);

        SinkLook look = look();
        look.look(now);

        assertEquals(HistoryHealth.LATE, health());
        assertEquals(0, told.getLast().stored().get("near").revision());
        assertTrue(
                warnings().getFirst().contains("up to revision 30"), warnings().toString());
        assertTrue(spool.isToBeBridged(), "no backup is there, so that packs alone are worth nothing");
        send();
        assertEquals(2, new PackShelf(sink, "prod", Seals.NONE).whole().size());
    }

    /** Looked at each few minutes, it would get a backup as often. */
    @Test
    void aBackupIsTakenOnceAnHourAtMost() throws Exception {
        SinkLook look = look();
        look.look(now);
        spool.bridged(30);

        now = now.plusSeconds(300);
        look.look(now);

        assertFalse(spool.isToBeBridged());
        now = now.plusSeconds(3_600);
        look.look(now);
        assertTrue(spool.isToBeBridged());
    }

    /** Nothing of it is written down but what the sink was given: the first look of the next daemon finds the same. */
    @Test
    void whatIsGoneIsToldAgainAfterARestart() throws Exception {
        look().look(now);
        bench.events.clear();

        standing = new StandingKeeper(
                new StandingFile(dir.resolve("standing.json")), () -> now, told::add, List.of("near"));
        spool = HistorySpool.open(dir.resolve("spool"), standing);
        standing.heard(30, now, Optional.empty());
        look().look(now);

        assertTrue(
                warnings().getFirst().contains("up to revision 30"), warnings().toString());
        assertTrue(spool.isToBeBridged());
        assertEquals(HistoryHealth.LATE, health());
    }

    /** The clock that it was made under ran ahead, and was set right. */
    @Test
    void aBackupWhoseTimeHasNotComeIsNotGone() throws Exception {
        storeBase();
        bench.clock = () -> KeptPack.BASE.time().minus(Duration.ofDays(1));

        look().look(now);

        assertEquals(List.of(), warnings());
        assertFalse(spool.isToBeBridged());
        assertEquals(30, told.getLast().stored().get("near").revision());
    }

    @Test
    void aSinkThatHasGotWhatItLackedIsWellAtOnce() throws Exception {
        storeBase();
        lose(FIRST);
        SinkLook look = look();
        look.look(now);
        assertEquals(HistoryHealth.LATE, health());

        look.look(now);
        assertEquals(HistoryHealth.LATE, health());
        send();
        look.look(now);
        standing.look();

        assertEquals(HistoryHealth.WELL, health());
    }

    /** It takes what it is given, and keeps nothing of it: each look lists all that is there. */
    @Test
    void aSinkThatKeepsNothingIsLookedAtOnceMoreAndThenInItsTurn() throws Exception {
        storeBase();
        FaultySink counted = new FaultySink(sink);
        bench.with("near", counted, RetentionRules.KEEP_ALL);
        SinkLook look = look();
        for (int round = 0; round < 10; round++) {
            lose(FIRST);
            look.look(now);
            send();
        }
        int inARow = counted.calls(FaultySink.Verb.LIST);
        lose(FIRST);
        now = now.plusSeconds(61);
        look.look(now);

        assertEquals(inARow / 2 * 3, counted.calls(FaultySink.Verb.LIST));
    }

    private void storeBase() throws Exception {
        BytesBody some = new BytesBody(new byte[] {1});
        sink.put(Layout.STANDARD.body("prod", KeptPack.BASE), some, PutOptions.NONE);
        sink.put(Layout.STANDARD.manifest("prod", KeptPack.BASE), some, PutOptions.NONE);
    }
}
