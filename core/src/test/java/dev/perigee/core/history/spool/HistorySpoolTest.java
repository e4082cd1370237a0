package dev.perigee.core.history.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.history.pack.PackId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistorySpoolTest {

    @TempDir
    Path dir;

    private HistorySpool open() throws Exception {
        return HistorySpool.open(dir.resolve("spool"), Unheard.keeper(dir));
    }

    private static Tail tail(long revision) {
        return new Tail(new TreeMap<>(Map.of(revision, "0".repeat(64))));
    }

    /**
     * What it holds of the last revisions is compared with etcd's word: without it an older state that was put back goes unseen. Without the
     * times that came twice, such a time would mean one of two revisions.
     */
    @Test
    void killedBetweenAPackAndTheNoteOfHowFarItGoesItKnowsAllOfThatWhenItIsOpenedAgain() throws Exception {
        HistorySpool spool = open();
        KeptPack.close(spool, new PackId(11, 20, 1), List.of("a"), tail(20));
        Path note = dir.resolve("spool/timeline.json");
        Path before = Files.copy(note, dir.resolve("before"));
        KeptPack.close(spool, new PackId(21, 30, 2), List.of("a"), tail(20).followedBy(tail(30)));
        RecordedTimeline after = spool.timeline().orElseThrow();

        Files.copy(before, note, StandardCopyOption.REPLACE_EXISTING);
        HistorySpool again = open();

        assertEquals(30, after.last());
        assertTrue(after.repeated().at(Instant.EPOCH.plusSeconds(30)).isPresent());
        assertEquals(after, again.timeline().orElseThrow());
    }

    /** What was recorded twice would be told of at two times. */
    @Test
    void aPackIsNeitherSentNorJoinedNorGivenUpBeforeThereIsRoomToNoteHowFarItGoes() throws Exception {
        HistorySpool spool = open();
        KeptPack.close(spool, new PackId(11, 20, 1), List.of("a"), tail(20));
        try (Blocked _ = new Blocked(dir.resolve("spool/timeline.json"))) {
            PackId unnoted = new PackId(21, 30, 2);
            assertThrows(
                    IOException.class,
                    () -> KeptPack.close(spool, unnoted, List.of("a"), tail(20).followedBy(tail(30))));

            assertThrows(IOException.class, spool::waiting);
            assertThrows(IOException.class, spool::kept);
            assertThrows(IOException.class, () -> spool.bound(0));
        }

        assertEquals(2, spool.waiting().size());
        RecordedTimeline after = spool.timeline().orElseThrow();
        assertEquals(30, after.last());
        assertEquals(tail(20).followedBy(tail(30)), after.tail());
    }

    /** It is tidied before each session, and packs are joined meanwhile. */
    @Test
    void whatIsBeingNotedOfAJoinIsNotSweptAway() throws Exception {
        HistorySpool spool = open();
        Path noted = dir.resolve("spool/" + new PackId(11, 20, 1) + HistorySpool.JOINED);
        Path part = Files.writeString(DurableFile.part(noted), "half");

        spool.tidy();

        assertTrue(Files.exists(part));
    }

    @Test
    void whatThereWasNoRoomToCloseTakesNone() throws Exception {
        HistorySpool spool = open();
        KeptPack.close(spool, new PackId(11, 20, 1), List.of("a"), tail(20));
        PackId pack = new PackId(21, 30, 2);
        try (Blocked _ = new Blocked(dir.resolve("spool/" + pack + ".json"))) {
            assertThrows(IOException.class, () -> KeptPack.close(spool, pack, List.of("a"), tail(30)));
        }

        spool.tidy();
        assertFalse(Files.exists(dir.resolve("spool/" + pack + ".rows")));
        assertEquals(20, spool.timeline().orElseThrow().last());
        assertEquals(1, spool.kept().size());
    }

    @Test
    void nothingIsGivenUpBeforeThereIsRoomToNoteIt() throws Exception {
        HistorySpool spool = open();
        for (PackId pack : List.of(new PackId(11, 20, 1), new PackId(21, 30, 2))) {
            KeptPack.close(spool, pack, List.of("a"), tail(pack.last()));
        }
        try (Blocked _ = new Blocked(dir.resolve("spool/given-up.json"))) {
            assertThrows(IOException.class, () -> spool.bound(4));
        }

        assertEquals(2, spool.waiting().size());
        assertEquals(1, spool.bound(4).size());
    }

    @Test
    void whatIsLearntOfAPackThatWasGivenUpMeanwhileLeavesNothing() throws Exception {
        HistorySpool spool = open();
        PackId pack = new PackId(11, 20, 1);
        KeptPack.close(spool, pack, List.of("a"), tail(20));
        HistorySpool.Waiting waiting = spool.waiting().getFirst();
        spool.drop(pack);

        spool.learn(waiting.record());

        assertFalse(Files.exists(dir.resolve("spool/" + pack + ".json")));
    }

    @Test
    void whatIsGivenUpWhileABackupIsTakenIsBridgedByTheNextOneWhenTheSinkTakesPacksAgain() throws Exception {
        HistorySpool spool = open();
        PackId kept = new PackId(41, 50, 4);
        for (PackId pack : List.of(new PackId(11, 20, 1), new PackId(21, 30, 2), new PackId(31, 40, 3), kept)) {
            KeptPack.close(spool, pack, List.of("a"), tail(pack.last()));
        }
        assertEquals(3, spool.bound(4).size());

        spool.bridged(39);
        assertFalse(spool.isToBeBridged(), "not before the sink takes something");
        spool.settle(kept, "a");
        assertTrue(spool.isToBeBridged());

        spool.bridged(40);
        PackId next = new PackId(51, 60, 5);
        KeptPack.close(spool, next, List.of("a"), tail(60));
        spool.settle(next, "a");
        assertFalse(spool.isToBeBridged());
    }
}
