package dev.perigee.core.drill;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.FileLock;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.outcome.DiskException;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where drills take place: one at a time, each in a directory of its own that goes with it. What a drill left that was killed, its
 * server too, is swept by the next one. For one thread.
 */
final class DrillPlace implements AutoCloseable {

    private static final System.Logger LOG = LateLogger.of(DrillPlace.class);

    private static final Duration POLL = Duration.ofSeconds(1);

    private final FileLock lock;
    private final Path scratch;

    private DrillPlace(FileLock lock, Path scratch) {
        this.lock = lock;
        this.scratch = scratch;
    }

    /** Waits for the end of another one, as long as a drill may take. */
    static DrillPlace take(Path root, Environment environment, Duration timeout)
            throws OperationException, IOException, InterruptedException {
        DurableFile.createDirectories(root);
        FileLock lock = lock(root, environment, timeout);
        try {
            sweep(root);
            Path scratch = root.resolve("scratch");
            DurableFile.createDirectories(scratch);
            return new DrillPlace(lock, scratch);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static FileLock lock(Path root, Environment environment, Duration timeout)
            throws OperationException, IOException, InterruptedException {
        Optional<FileLock> lock = FileLock.tryTake(root.resolve("lock"));
        if (lock.isEmpty()) {
            environment.progress().on(new ProgressEvent.Waiting("another drill runs in " + root));
        }
        long start = environment.timing().ticker().getAsLong();
        while (lock.isEmpty() && environment.timing().since(start).compareTo(timeout) < 0) {
            environment.timing().sleeper().sleep(POLL);
            lock = FileLock.tryTake(root.resolve("lock"));
        }
        return lock.orElseThrow(() -> new OperationException(
                Outcome.REFUSED,
                "another drill still runs in " + root,
                Optional.of("wait until it has ended"),
                Optional.empty()));
    }

    Path scratch() {
        return scratch;
    }

    private static void sweep(Path root) throws IOException {
        try (Stream<Path> left = Files.list(root)) {
            List<Path> scratches = left.filter(Files::isDirectory).toList();
            for (Path scratch : scratches) {
                ScratchServer.endLeftOver(scratch);
                DurableFile.deleteTree(scratch);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            DurableFile.deleteTree(scratch);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "can''t remove {0}, the next drill will: {1}",
                    scratch,
                    DiskException.words(e));
        } finally {
            lock.close();
        }
    }
}
