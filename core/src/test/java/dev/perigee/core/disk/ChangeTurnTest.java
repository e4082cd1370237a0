package dev.perigee.core.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.time.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ChangeTurnTest {

    private static final Duration LITTLE = Duration.ofMillis(50);

    @TempDir
    Path folder;

    private Duration waited = Duration.ZERO;

    /** Time passes by waiting alone. */
    private final Timing timing = new Timing(
            InstantSource.system(), () -> waited.toNanos(), pause -> waited = waited.plus(pause), new Random(1));

    private Duration waitedFor(Path directory) {
        waited = Duration.ZERO;
        ChangeTurn.in(directory, timing).close();
        return waited;
    }

    /** A backup notes a dozen things: one that was stopped in its turn may cost it ten seconds, not two minutes. */
    @Test
    void whoeverIsStoppedInItsTurnIsWaitedForOnce() throws Exception {
        try (FileLock _ = FileLock.tryTake(folder.resolve(".lock")).orElseThrow()) {
            assertEquals(Duration.ofSeconds(10), waitedFor(folder));
            assertTrue(waitedFor(folder).compareTo(LITTLE) < 0);
        }
        assertEquals(Duration.ZERO, waitedFor(folder));
        try (FileLock _ = FileLock.tryTake(folder.resolve(".lock")).orElseThrow()) {
            assertEquals(Duration.ofSeconds(10), waitedFor(folder));
        }
    }

    @Test
    @Timeout(60)
    void whoChangesOneDirectoryKeepsNobodyFromAnother() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        Thread other = Thread.startVirtualThread(() -> {
            try (ChangeTurn _ = ChangeTurn.in(folder.resolve("one"), timing)) {
                taken.countDown();
                enough.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        taken.await();

        ChangeTurn.in(folder.resolve("two"), timing).close();

        enough.countDown();
        other.join();
    }
}
