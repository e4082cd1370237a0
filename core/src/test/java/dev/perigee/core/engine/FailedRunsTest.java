package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.SnapshotId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedRunsTest {

    private static final Instant BEGAN = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant ENDED = BEGAN.plusSeconds(9);

    @TempDir
    Path folder;

    private FailedRuns failures;

    @BeforeEach
    void open() {
        failures = new FailedRuns(folder);
    }

    private static SinkResult caughtUp(String sink, Instant taken) {
        BackupId id = new SnapshotId(taken, 41, 7);
        return new SinkResult(sink, false, Optional.empty(), List.of(id), List.of());
    }

    private List<String> written() throws IOException {
        return Files.readAllLines(folder.resolve("one.failed"));
    }

    @Test
    void whatIsWrittenIsReadAgainWithItsCauses() {
        FailedRun some = new FailedRun(ENDED, BEGAN, Map.of("near", "it is full", "far", ""), Map.of(), "");
        failures.remember("one", some);
        assertEquals(Optional.of(some), failures.find("one"));

        FailedRun both = new FailedRun(ENDED, BEGAN, Map.of("far", "it is full"), Map.of("near", "not pruned"), "");
        failures.remember("one", both);
        assertEquals(Optional.of(both), failures.find("one"));

        FailedRun all = FailedRun.of("two lines\n\tof one\r\n", BEGAN, ENDED);
        failures.remember("one", all);
        assertEquals(Optional.of(all), failures.find("one"));
        assertEquals("two lines of one", all.cause("any"));
    }

    @Test
    void whatHasNoRoomIsToldInPlaceOfAnEarlierRunUntilTheJobIsWellAgain() throws IOException {
        FailedRuns full = new FailedRuns(folder.resolve("jobs"));
        full.remember("one", FailedRun.of("the first", BEGAN, ENDED));
        Path aside = Files.move(folder.resolve("jobs"), folder.resolve("aside"));
        Files.createFile(folder.resolve("jobs"));

        FailedRun second = FailedRun.of("no room", BEGAN.plusSeconds(3600), ENDED.plusSeconds(3600));
        full.remember("one", second);
        Files.delete(folder.resolve("jobs"));
        Files.move(aside, folder.resolve("jobs"));

        assertEquals(Optional.of(second), new FailedRuns(folder.resolve("jobs")).find("one"));
        full.remember("one", FailedRun.of("the third", BEGAN, ENDED));
        assertEquals(Optional.of("the third"), full.find("one").map(FailedRun::cause));
        full.forget("one");
        assertEquals(Optional.empty(), full.find("one"));
    }

    @Test
    void whatHadNoRoomIsWrittenOnceThereIsSomeSoThatAnotherProcessCanMakeUpForIt() throws IOException {
        FailedRuns full = new FailedRuns(folder.resolve("jobs"));
        Files.createFile(folder.resolve("jobs"));
        full.remember("one", FailedRun.of("no room", BEGAN, ENDED));
        Files.delete(folder.resolve("jobs"));
        full.find("one");

        Files.delete(folder.resolve("jobs/one.failed")); // as another process does that makes up for it

        assertEquals(Optional.empty(), full.find("one"));
    }

    /** Whoever asks for the status has a run written that had no room, just when another run does something. */
    private void whileSomebodyLooks(FailedRuns full, ExecutorService beside, Runnable other) throws Exception {
        Files.createFile(folder.resolve("jobs"));
        full.remember("one", FailedRun.of("no room", BEGAN, ENDED));
        Files.delete(folder.resolve("jobs"));
        CyclicBarrier both = new CyclicBarrier(2);
        Future<?> looking = beside.submit(() -> {
            both.await();
            return full.find("one");
        });
        both.await();
        other.run();
        looking.get();
    }

    @Test
    void whatIsForgottenWhileSomebodyLooksStaysForgotten() throws Exception {
        FailedRuns full = new FailedRuns(folder.resolve("jobs"));
        try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < 200; i++) {
                whileSomebodyLooks(full, beside, () -> full.forget("one"));

                assertEquals(Optional.empty(), full.find("one"));
                Files.deleteIfExists(folder.resolve("jobs"));
            }
        }
    }

    @Test
    void whatIsRememberedWhileSomebodyLooksIsWhatIsKnown() throws Exception {
        FailedRuns full = new FailedRuns(folder.resolve("jobs"));
        FailedRun next = FailedRun.of("the next", BEGAN.plusSeconds(1), ENDED.plusSeconds(1));
        try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < 200; i++) {
                whileSomebodyLooks(full, beside, () -> full.remember("one", next));

                assertEquals(Optional.of(next), full.find("one"));
                full.forget("one");
                Files.delete(folder.resolve("jobs"));
            }
        }
    }

    @Test
    void aSinkThatGotWhatTheRunOwedItIsCrossedOff() throws IOException {
        failures.remember("one", new FailedRun(ENDED, BEGAN, Map.of("near", "", "far", "it is full"), Map.of(), ""));

        failures.caughtUp(
                "one", List.of(caughtUp("near", BEGAN.plusSeconds(1)), caughtUp("far", BEGAN.minusSeconds(1))));
        assertEquals(List.of(ENDED.toString(), BEGAN.toString(), "far\tit is full"), written());

        failures.caughtUp("one", List.of(caughtUp("far", BEGAN.plusSeconds(1))));
        assertFalse(Files.exists(folder.resolve("one.failed")));
    }

    @Test
    void whatARunLeftAmissIsNotMadeUpForByWhatWaitedAndIsOfNoOtherSink() throws IOException {
        FailedRun run = new FailedRun(ENDED, BEGAN, Map.of("far", "it is full"), Map.of("near", "not pruned"), "");
        failures.remember("one", run);

        failures.caughtUp("one", List.of(caughtUp("far", BEGAN.plusSeconds(1))));

        assertEquals(List.of(ENDED.toString(), BEGAN.toString(), "*near\tnot pruned"), written());
        FailedRun left = failures.find("one").orElseThrow();
        assertFalse(left.isMissedBy("far", Optional.empty()));
        assertFalse(left.isMissedBy("near", Optional.empty()));
    }

    @Test
    void whatCouldntBeRemovedIsMadeUpForByAPruneOfThatSinkAndNothingElseIs() throws IOException {
        Map<String, String> amiss =
                Map.of("near", "not pruned", "far", "not pruned", "other", "a companion is missing");
        FailedRun run = new FailedRun(ENDED, BEGAN, Map.of(), amiss, Set.of("near", "far"), "");
        failures.remember("one", run);
        assertEquals(Optional.of(run), failures.find("one"));

        failures.pruned("one", Set.of("near", "other"));
        assertEquals(
                Map.of("far", "not pruned", "other", "a companion is missing"),
                failures.find("one").orElseThrow().amiss());

        failures.pruned("one", Set.of("far"));
        assertEquals(List.of(ENDED.toString(), BEGAN.toString(), "*other\ta companion is missing"), written());

        failures.remember(
                "one", new FailedRun(ENDED, BEGAN, Map.of(), Map.of("near", "not pruned"), Set.of("near"), ""));
        failures.pruned("one", Set.of("near"));
        assertFalse(Files.exists(folder.resolve("one.failed")));
    }

    @Test
    void aRunThatHadNothingToBringIsNotMadeUpForByWhatWaited() throws IOException {
        failures.remember("one", FailedRun.of("etcd is away", BEGAN, ENDED));

        failures.caughtUp("one", List.of(caughtUp("near", BEGAN.plusSeconds(1))));

        assertEquals(List.of(ENDED.toString(), BEGAN.toString(), "\tetcd is away"), written());
    }

    @Test
    void junkIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("one.failed"), "a\nb\nc\n");

        failures.caughtUp("one", List.of(caughtUp("c", BEGAN)));
        failures.caughtUp("two", List.of(caughtUp("c", BEGAN)));

        assertEquals(List.of("a", "b", "c"), written());
    }
}
