package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.format.snapshot.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore that is told to stop says so, wherever it was, and leaves nothing behind. */
class InterruptedRestoreTest {

    @TempDir
    Path folder;

    private Path source;

    @BeforeEach
    void make() throws IOException {
        source = new SyntheticDatabase().rows(2, 20_000, 1_000).snapshot(folder.resolve("source.db"));
    }

    @AfterEach
    void forgetTheInterrupt() {
        Thread.interrupted();
    }

    private RestoreRequest request() {
        return RestoreRequest.of(source, folder.resolve("data"));
    }

    /** What it does. */
    @FunctionalInterface
    private interface Doing {
        void with(Restore restore) throws OperationException;
    }

    private void isInterrupted(Doing doing, Progress progress) throws IOException {
        Restore restore = new Restore(Timing.system(), progress);

        OperationException failure = assertThrows(OperationException.class, () -> doing.with(restore));
        Thread.interrupted();

        assertEquals(Outcome.INTERRUPTED, failure.outcome(), failure::getMessage);
        assertTrue(failure.getMessage().contains("interrupted"), failure::getMessage);
        assertFalse(failure.getMessage().contains("null"), failure::getMessage);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(source), files.toList());
        }
    }

    @Test
    void beforeItBegins() throws Exception {
        Thread.currentThread().interrupt();
        isInterrupted(restore -> restore.plan(request()), Progress.NONE);

        Thread.currentThread().interrupt();
        isInterrupted(restore -> restore.run(request()), Progress.NONE);
    }

    @Test
    void whileTheSnapshotIsProven() throws Exception {
        Progress atAQuarter = (done, total) -> {
            if (done > total / 4) {
                Thread.currentThread().interrupt();
            }
        };

        isInterrupted(restore -> restore.plan(request()), atAQuarter);
        isInterrupted(restore -> restore.run(request()), atAQuarter);
    }
}
