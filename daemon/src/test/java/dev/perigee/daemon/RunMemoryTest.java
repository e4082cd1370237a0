package dev.perigee.daemon;

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
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMemoryTest {

    private static final Instant BEGAN = Instant.parse("2026-11-20T05:00:00Z");
    private static final Instant ENDED = BEGAN.plusSeconds(9);

    @TempDir
    Path folder;

    private RunMemory memory;

    @BeforeEach
    void open() {
        memory = new RunMemory(folder);
    }

    private static SinkResult caughtUp(String sink, Instant taken) {
        BackupId id = new SnapshotId(taken, 41, 7);
        return new SinkResult(sink, false, Optional.empty(), List.of(id), List.of());
    }

    private List<String> written() throws IOException {
        return Files.readAllLines(folder.resolve("one.failed"));
    }

    @Test
    void aSinkThatGotWhatTheRunOwedItIsCrossedOff() throws IOException {
        memory.failed("one", ENDED, BEGAN, List.of("near", "far"));

        memory.caughtUp("one", List.of(caughtUp("near", BEGAN.plusSeconds(1)), caughtUp("far", BEGAN.minusSeconds(1))));
        assertEquals(List.of(ENDED.toString(), BEGAN.toString(), "far"), written());

        memory.caughtUp("one", List.of(caughtUp("far", BEGAN.plusSeconds(1))));
        assertFalse(Files.exists(folder.resolve("one.failed")));
    }

    @Test
    void aRunThatHadNothingToBringIsNotMadeUpForByWhatWaited() throws IOException {
        memory.failed("one", ENDED, BEGAN, List.of());

        memory.caughtUp("one", List.of(caughtUp("near", BEGAN.plusSeconds(1))));

        assertEquals(List.of(ENDED.toString(), BEGAN.toString()), written());
    }

    @Test
    void junkIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("one.failed"), "a\nb\nc\n");

        memory.caughtUp("one", List.of(caughtUp("c", BEGAN)));
        memory.caughtUp("two", List.of(caughtUp("c", BEGAN)));

        assertEquals(List.of("a", "b", "c"), written());
    }
}
