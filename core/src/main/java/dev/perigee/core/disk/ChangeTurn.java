package dev.perigee.core.disk;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The turn of one among all threads and processes that read, change and write the small files of a directory: whoever writes what he
 * read before another wrote would undo that. Held for moments. It is a matter of care and no condition: where no lock can be had, the
 * change is made without, for what isn't written at all is lost for certain.
 *
 * <pre>{@code
 * try (ChangeTurn _ = ChangeTurn.in(directory)) {
 *     replace(file, changed(read(file)));
 * }
 * }</pre>
 */
public final class ChangeTurn implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ChangeTurn.class.getName());

    /** No name of a cluster or a sink begins so. */
    private static final String NAME = ".lock";

    /** A process that was stopped in its turn must not hold up a backup. */
    private static final Duration MOST = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final ReentrantLock HERE = new ReentrantLock();

    private final Optional<FileLock> lock;

    private ChangeTurn(Optional<FileLock> lock) {
        this.lock = lock;
    }

    /**
     * Waits for the turn, ten seconds for other processes at most.
     *
     * @param directory whose files are to be changed; made if it is absent. Of it and all below it there is one turn
     * @return the turn, to be closed by the same thread; not to be taken again meanwhile
     */
    public static ChangeTurn in(Path directory) {
        HERE.lock();
        try {
            DurableFile.createDirectories(directory);
            return new ChangeTurn(awaited(directory.resolve(NAME)));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "{0} is changed without a lock: {1}", directory, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new ChangeTurn(Optional.empty());
    }

    private static Optional<FileLock> awaited(Path file) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + MOST.toNanos();
        Optional<FileLock> lock = FileLock.tryTake(file);
        while (lock.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE);
            lock = FileLock.tryTake(file);
        }
        return lock;
    }

    /** Lets the next one have it. */
    @Override
    public void close() {
        try {
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a lock can''t be let go of: {0}", e.toString());
        } finally {
            HERE.unlock();
        }
    }
}
