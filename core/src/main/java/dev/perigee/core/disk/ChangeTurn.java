package dev.perigee.core.disk;

import dev.perigee.core.time.Timing;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The turn of one among all threads and processes that read, change and write the small files of a directory: whoever writes what he
 * read before another wrote would undo that. Held for moments. It is a matter of care and no condition: where no lock can be had, the
 * change is made without, for what isn't written at all is lost for certain.
 *
 * <pre>{@code
 * try (ChangeTurn _ = ChangeTurn.in(directory, timing)) {
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

    /** One for each state directory of this process. */
    private static final Map<Path, Here> HERE = new ConcurrentHashMap<>();

    private final Here here;
    private final Optional<FileLock> lock;

    private ChangeTurn(Here here, Optional<FileLock> lock) {
        this.here = here;
        this.lock = lock;
    }

    /**
     * Waits for the turn, ten seconds for other processes at most; after that hardly at all, until it can be had again.
     *
     * @param directory whose files are to be changed; made if it is absent. Of it and all below it there is one turn
     * @param timing how to wait
     * @return the turn, to be closed by the same thread; not to be taken again meanwhile
     */
    public static ChangeTurn in(Path directory, Timing timing) {
        Here here = HERE.computeIfAbsent(directory.toAbsolutePath().normalize(), _ -> new Here());
        here.turn.lock();
        try {
            DurableFile.createDirectories(directory);
            return new ChangeTurn(here, here.awaited(directory.resolve(NAME), timing));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "{0} is changed without a lock: {1}", directory, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new ChangeTurn(here, Optional.empty());
    }

    /** This process's threads, of which one at a time asks for the lock. */
    private static final class Here {

        private final ReentrantLock turn = new ReentrantLock();
        private boolean inVain;

        private Optional<FileLock> awaited(Path file, Timing timing) throws IOException, InterruptedException {
            Duration most = inVain ? PAUSE : MOST;
            long since = timing.ticker().getAsLong();
            Optional<FileLock> lock = FileLock.tryTake(file);
            while (lock.isEmpty() && timing.since(since).compareTo(most) < 0) {
                timing.sleeper().sleep(PAUSE);
                lock = FileLock.tryTake(file);
            }
            inVain = lock.isEmpty();
            return lock;
        }
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
            here.turn.unlock();
        }
    }
}
