package dev.perigee.core.history.standing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.history.standing.HistoryStanding.Lost;
import dev.perigee.core.history.standing.HistoryStanding.SealSeen;
import dev.perigee.core.history.standing.HistoryStanding.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandingKeeperTest {

    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
    private static final BackupId BASE =
            BackupId.parse("20261128T095900Z-10-0badcafe").orElseThrow();

    @TempDir
    Path dir;

    private Instant now = START;
    private final List<HistoryStanding> told = new ArrayList<>();

    private StandingFile file() {
        return new StandingFile(dir.resolve("default/standing.json"));
    }

    private StandingKeeper keeper() {
        return new StandingKeeper(file(), () -> now, told::add, List.of("near", "far"));
    }

    private static PackRecord pack(long first, long last, Instant from, Instant until) {
        PackId id = new PackId(first, last, (int) first);
        return new PackRecord(
                new PackPlace(BASE, id),
                new Manifest.Cluster("prod", 1),
                "default",
                "here",
                "perigee",
                last - first + 1,
                List.of(new PackRecord.Moment(first, from), new PackRecord.Moment(last, until)),
                RepeatedTimes.NONE,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new StoredObject(PackRecord.ROWS, ObjectKey.of("prod/k"), 100, Sha256.digest(new byte[0])));
    }

    private HistoryStanding last() {
        HistoryStanding last = told.getLast();
        assertEquals(Optional.of(last), file().read());
        return last;
    }

    private Optional<Instant> until(String sink) {
        return last().stored().get(sink).until();
    }

    /** Each time at another point of the writing. */
    @Test
    void whatAnInterruptBreaksOffIsWrittenDownAllTheSame() throws Exception {
        StandingKeeper keeper = keeper();
        Thread writer = Thread.currentThread();
        for (int round = 0; round < 100; round++) {
            now = now.plusSeconds(3600);
            Thread interrupter = Thread.ofPlatform().start(writer::interrupt);

            keeper.stands("round " + round);

            while (interrupter.isAlive()) {
                Thread.onSpinWait();
            }
            assertTrue(Thread.interrupted(), "it is kept for whoever called");
            assertEquals("round " + round, file().read().orElseThrow().why());
        }
    }

    @Test
    void eachChangeIsToldAtOnceAndWrittenDown() {
        StandingKeeper keeper = keeper();
        keeper.waits();
        assertEquals(State.WAITING, last().state());
        assertEquals(Optional.empty(), last().recorded());
        now = START.plusSeconds(2);
        keeper.began(BASE);
        keeper.heard(12, now, Optional.empty());
        assertEquals(State.RECORDING, last().state());
        assertEquals(Optional.of(BASE), last().timeline());
        assertEquals(Optional.of(now), until("near"));
        keeper.stands("connection refused");
        assertEquals("connection refused", last().why());
        assertEquals(now, last().since());
    }

    @Test
    void triesThatFailOneAfterTheOtherAreOneStillness() {
        StandingKeeper keeper = keeper();
        for (int i = 0; i < 3; i++) {
            now = now.plusSeconds(20);
            keeper.waits();
            now = now.plusSeconds(20);
            keeper.stands("no space");
        }
        keeper().waits();

        assertEquals(State.WAITING, last().state());
        assertEquals(START, last().since());
    }

    @Test
    void aSinkHoldsTheHistoryUpToTheFirstRowThatItLacks() {
        StandingKeeper keeper = keeper();
        keeper.began(BASE);
        keeper.heard(12, now, Optional.empty());
        PackRecord pack = pack(13, 20, START.plusSeconds(10), START.plusSeconds(12));
        now = START.plusSeconds(20);
        keeper.heard(20, now, Optional.of(START.plusSeconds(10)));
        assertEquals(Optional.of(START.plusSeconds(10)), until("near"));

        now = START.plusSeconds(40);
        keeper.closed(pack, List.of("near", "far"));
        keeper.settled(pack.place().pack(), "near");
        keeper.heard(20, now, Optional.empty());
        now = START.plusSeconds(60);
        keeper.heard(20, now, Optional.empty());
        assertEquals(Optional.of(now), until("near"));
        assertEquals(20, last().stored().get("near").revision());
        assertEquals(Optional.of(START.plusSeconds(10)), until("far"));
        assertEquals(100, last().waiting());
        assertEquals(Optional.of(Duration.ZERO), last().loss(now));

        keeper.settled(pack.place().pack(), "far");
        now = START.plusSeconds(70);
        keeper.heard(20, now, Optional.empty());
        assertEquals(Optional.of(now), until("far"));
        assertEquals(0, last().waiting());
    }

    @Test
    void whatASinkHasLostIsntThereUntilItIsAgain() {
        StandingKeeper keeper = keeper();
        keeper.began(BASE);
        keeper.heard(20, now, Optional.empty());
        PackRecord pack = pack(13, 20, START.plusSeconds(10), START.plusSeconds(12));
        keeper.closed(pack, List.of("near", "far"));
        keeper.settled(pack.place().pack(), "near");
        now = START.plusSeconds(60);
        keeper.heard(20, now, Optional.empty());

        keeper.lacking("near", 12, START);
        assertEquals(Optional.of(START), until("near"));
        assertEquals(12, last().stored().get("near").revision());

        keeper.complete("near");
        assertEquals(Optional.of(now), until("near"));
    }

    @Test
    void gapsAndEndsAreCountedOverRestartsAndOnlyTheNewestAreListed() {
        StandingKeeper keeper = keeper();
        keeper.began(BASE);
        keeper.heard(12, now, Optional.of(START.minusSeconds(5)));
        for (int i = 1; i <= 25; i++) {
            keeper.ended(TimelineEnd.HOLE, i);
            keeper.lost(new Lost(now, TimelineEnd.HOLE, BASE, i, Optional.of(i + 1L), "lost"));
        }
        keeper.sealed(new SealSeen(now, 12, SealSeen.Verdict.DIFFERS));

        StandingKeeper next = keeper();
        next.waits();
        assertEquals(25, last().gaps());
        assertEquals(20, last().newestGaps().size());
        assertEquals(25, last().newestGaps().getFirst().first());
        assertEquals(Map.of(TimelineEnd.HOLE, 25L), last().timelines());
        assertEquals(25, last().forcedBases());
        assertEquals(12, last().seal().orElseThrow().revision());
    }

    @Test
    void whatNoPackHeldWhenItWasKilledIsntRecorded() {
        StandingKeeper keeper = keeper();
        keeper.began(BASE);
        keeper.heard(12, now, Optional.of(START.minusSeconds(5)));
        keeper().waits();
        assertEquals(Optional.of(START.minusSeconds(5)), last().recorded());
    }

    @Test
    void whatHappensOftenIsToldEveryFewSeconds() {
        StandingKeeper keeper = keeper();
        keeper.heard(1, now, Optional.empty());
        int before = told.size();
        for (int i = 0; i < 1000; i++) {
            now = now.plusMillis(10);
            keeper.heard(2 + i, now, Optional.empty());
        }
        assertEquals(before + 2, told.size());
    }

    @Test
    void whatCantBeReadIsPassedOver() throws Exception {
        Files.createDirectories(dir.resolve("default"));
        for (String junk :
                List.of("", "{", "{\"at\":\"now\"}", "[]", "{\"at\":\"2026-11-28T10:00:00Z\",\"state\":\"x\"}")) {
            Files.writeString(dir.resolve("default/standing.json"), junk);
            assertTrue(file().read().isEmpty(), junk);
        }
    }
}
