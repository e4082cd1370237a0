package dev.perigee.sink.local;

import dev.perigee.api.Body;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The files being written: in a folder whose name no key can have, each locked by its writer, unless it is a body's own file.
 * Those that a dead writer has left behind are removed once nobody has written to them for a day.
 */
final class Temporaries {

    static final String FOLDER = ".perigee-tmp";

    private static final System.Logger LOG = System.getLogger(Temporaries.class.getName());
    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final Pattern OURS = Pattern.compile("put-[0-9a-f]{16}\\.part");

    static final Set<PosixFilePermission> OWNER_ONLY = Set.copyOf(PosixFilePermissions.fromString("rw-------"));

    /**
     * Those of this process. Only files of other processes may be tried for a lock: closing any channel to a file drops
     * all of this process's locks on it.
     */
    private static final Set<Path> LIVING = ConcurrentHashMap.newKeySet();

    private final InstantSource clock;
    private final RandomGenerator random;
    private final AtomicBoolean swept = new AtomicBoolean();

    Temporaries(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** The body's own file under a name of ours if that can be; else an empty one. */
    Temporary create(Path root, Body body) throws IOException {
        Path folder = makeFolder(root);
        while (true) {
            Path path = folder.resolve("put-" + HexFormat.of().toHexDigits(random.nextLong()) + ".part");
            if (!LIVING.add(path)) {
                continue; // another thread's, whose protection it must stay
            }
            try {
                return created(path, body);
            } catch (FileAlreadyExistsException e) {
                LIVING.remove(path);
            } catch (IOException e) {
                LIVING.remove(path);
                throw e;
            }
        }
    }

    private Temporary created(Path path, Body body) throws IOException {
        boolean linked = SecondName.given(body, path, clock.instant());
        FileChannel channel = linked ? opened(path) : created(path);
        return new Temporary(path, channel, linked, () -> LIVING.remove(path));
    }

    private static FileChannel opened(Path linked) throws IOException {
        try {
            return FileChannel.open(linked, StandardOpenOption.READ);
        } catch (IOException e) {
            removeAfter(e, linked);
            throw e;
        }
    }

    /** What has failed stays what is told. */
    static void removeAfter(IOException failure, Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static FileChannel created(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        lock(channel);
        return channel;
    }

    private static Path makeFolder(Path root) throws IOException {
        Path folder = root.resolve(FOLDER);
        try {
            Files.createDirectory(folder, Tree.OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(folder.toString());
            }
        }
        return folder;
    }

    /** Some network file systems have no locks; there a temporary file's age must be enough. */
    private static Optional<FileLock> lock(FileChannel channel) {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "this file system takes no locks", e);
            return Optional.empty();
        }
    }

    /** Removes what dead writers have left, the first time it is called. Never fails: it isn't what the caller came for. */
    void sweepOnce(Path root) {
        if (!swept.compareAndSet(false, true)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(FOLDER))) {
            for (Path file : files) {
                removeIfAbandoned(file);
            }
        } catch (NoSuchFileException e) {
            // nothing was ever put here
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "could not look for abandoned temporary files in " + root, e);
        }
    }

    private void removeIfAbandoned(Path file) throws IOException {
        if (!OURS.matcher(file.getFileName().toString()).matches() || LIVING.contains(file) || !isOld(file)) {
            return;
        }
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            if (lock(channel).isPresent()) {
                Files.deleteIfExists(file);
                LOG.log(System.Logger.Level.INFO, "removed {0}, which an interrupted upload had left", file);
            }
        } catch (NoSuchFileException e) {
            // its writer, or another sweep, was quicker
        }
    }

    private boolean isOld(Path file) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile()
                    && found.lastModifiedTime()
                            .toInstant()
                            .isBefore(clock.instant().minus(ABANDONED));
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
