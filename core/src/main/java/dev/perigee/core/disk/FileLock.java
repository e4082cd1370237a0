package dev.perigee.core.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock that one holder in all processes has: the kernel lets go of it when the process dies, however it dies.
 *
 * <p>The lock file is a file of its own: POSIX drops a process's locks on a file as soon as the process closes any
 * descriptor of that file.
 */
public final class FileLock implements AutoCloseable {

    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    /** Whoever may open it could hold it for ever. */
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final FileChannel channel;

    private FileLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the lock if nobody has it.
     *
     * @param file the lock file; made if it is absent, and never removed by this class
     * @return empty if another thread or process holds it
     * @throws IOException if the file can't be opened
     */
    public static Optional<FileLock> tryTake(Path file) throws IOException {
        Path path = file.toAbsolutePath().normalize();
        if (!HELD_HERE.add(path)) {
            return Optional.empty();
        }
        Optional<FileLock> lock = Optional.empty();
        try {
            lock = lock(path);
            return lock;
        } finally {
            if (lock.isEmpty()) {
                HELD_HERE.remove(path);
            }
        }
    }

    private static Optional<FileLock> lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
        boolean taken = false;
        try {
            taken = channel.tryLock() != null;
            return taken ? Optional.of(new FileLock(path, channel)) : Optional.empty();
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // held in this process, through another name of the same file
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    /** Lets go. */
    @Override
    public void close() throws IOException {
        channel.close();
        HELD_HERE.remove(path);
    }
}
