package dev.perigee.core.spool;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.FileLock;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Bodies on their way to the sinks. A body that a sink didn't take stays, with a record of who still has to get it, over
 * restarts and kill -9.
 *
 * <p>On disk: for each body a directory {@code <16 hex digits>/} with {@code snapshot.db} and {@code owed.json}, and
 * beside it {@code <16 hex digits>.lock}, which is locked by whoever works on it and is there before the directory. A
 * directory that nobody has locked and that has no record was never proven: it is removed. One whose body is no longer
 * what was proven is set aside as {@code <16 hex digits>.damaged/}.
 */
public final class Spool {

    private static final System.Logger LOG = LateLogger.of(Spool.class);
    private static final String LOCK_SUFFIX = ".lock";
    private static final int LARGEST_RECORD = 4 << 20;

    private final Path directory;
    private final RandomGenerator random;

    private Spool(Path directory, RandomGenerator random) {
        this.directory = directory;
        this.random = random;
    }

    /**
     * Opens a spool.
     *
     * @param directory made if it is absent
     * @param random for names
     * @return the spool
     * @throws IOException if the directory can't be made
     */
    public static Spool open(Path directory, RandomGenerator random) throws IOException {
        DurableFile.createDirectories(directory);
        return new Spool(directory, random);
    }

    /**
     * A place for a new body.
     *
     * @return an entry that is removed when it is closed, unless it is owed to a sink by then
     * @throws IOException if it can't be made
     */
    public SpoolEntry create() throws IOException {
        while (true) {
            String name = HexFormat.of().toHexDigits(random.nextLong());
            Optional<FileLock> lock = FileLock.tryTake(lockFile(name));
            if (lock.isPresent()) {
                DurableFile.createDirectories(directory.resolve(name));
                return entry(name, lock.get(), Optional.empty());
            }
        }
    }

    /**
     * Sweeps away what was never proven, or that all have, and that nobody works on: a process killed while it read a
     * backup leaves it here, decoded.
     *
     * @throws IOException if the spool can't be read
     */
    public void sweep() throws IOException {
        claim(owed -> false);
    }

    /**
     * Takes hold of bodies that nobody works on, and sweeps away those that were never proven, or that all have. Those that
     * aren't wanted stay free for others.
     *
     * @param wanted which
     * @return those wanted that are owed to a sink, the newest first; the caller closes each
     * @throws IOException if the spool can't be read
     */
    public List<SpoolEntry> claim(Predicate<Owed> wanted) throws IOException {
        List<SpoolEntry> entries = new ArrayList<>();
        for (String name : names()) {
            claim(name, wanted).ifPresent(entries::add);
        }
        sweepLocks();
        entries.sort(Comparator.comparing(Spool::id).reversed());
        return entries;
    }

    /**
     * What waits here, whoever works on it.
     *
     * @return what can be read, the newest backup first
     * @throws IOException if the spool can't be read
     */
    public List<Waiting> waiting() throws IOException {
        List<Waiting> waiting = new ArrayList<>();
        for (String name : names()) {
            try {
                read(name)
                        .filter(owed -> !isOwedToNobody(owed))
                        .ifPresent(owed -> waiting.add(new Waiting(directory.resolve(name), owed)));
            } catch (IOException e) {
                leaveAlone(name, e);
            }
        }
        waiting.sort(Comparator.comparing((Waiting one) -> one.owed().manifest().id())
                .reversed());
        return waiting;
    }

    /**
     * A body that waits.
     *
     * @param directory where it lies
     * @param owed which backup it is, and who has to get it
     */
    public record Waiting(Path directory, Owed owed) {}

    /**
     * The backups that are here, whoever works on them: they may be on their way into a sink.
     *
     * @return those whose record can be read
     * @throws IOException if the spool can't be read
     */
    public Spooled spooled() throws IOException {
        Set<BackupId> ids = new HashSet<>();
        boolean complete = true;
        for (String name : names()) {
            try {
                read(name).ifPresent(owed -> ids.add(owed.manifest().id()));
            } catch (IOException e) {
                leaveAlone(name, e);
                complete = false;
            }
        }
        return new Spooled(ids, complete);
    }

    /** One entry that can't be used, such as another user's, must not stop the backups. */
    private Optional<SpoolEntry> claim(String name, Predicate<Owed> wanted) {
        Optional<FileLock> lock = Optional.empty();
        try {
            if (!read(name)
                    .map(owed -> isOwedToNobody(owed) || wanted.test(owed))
                    .orElse(true)) {
                return Optional.empty();
            }
            lock = FileLock.tryTake(lockFile(name));
            return lock.isPresent() ? claim(name, lock.get()) : Optional.empty();
        } catch (IOException e) {
            leaveAlone(name, e);
            release(lock);
            return Optional.empty();
        }
    }

    /** All have it: its process was killed before it could remove it. */
    private static boolean isOwedToNobody(Owed owed) {
        return owed.sinks().isEmpty();
    }

    private void leaveAlone(String name, IOException e) {
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} can''t be used and is left alone: {1}",
                directory.resolve(name),
                FailureWords.of(e));
    }

    private static void release(Optional<FileLock> lock) {
        try {
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a lock in the spool can''t be let go: {0}", FailureWords.of(e));
        }
    }

    /** Read again, now that nobody else changes it. */
    private Optional<SpoolEntry> claim(String name, FileLock lock) throws IOException {
        Optional<Owed> owed = read(name);
        SpoolEntry entry = entry(name, lock, owed);
        if (owed.isPresent() && !isOwedToNobody(owed.get())) {
            for (Path file : entry.files()) {
                OthersMayWrite.refuse(directory, directory.resolve(name), file);
            }
            return Optional.of(entry);
        }
        entry.close(); // never proven, or owed to nobody any more
        return Optional.empty();
    }

    /** Empty without a record; a record that can't be read is a failure. */
    private Optional<Owed> read(String name) throws IOException {
        Path record = SpoolEntry.record(directory.resolve(name));
        try {
            return Optional.of(Owed.fromJson(record.toString(), record(record)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (UnreadableManifest | JsonException e) {
            throw new IOException("owed.json can't be read: " + FailureWords.of(e), e);
        }
    }

    private static byte[] record(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_RECORD + 1);
            if (bytes.length > LARGEST_RECORD) {
                throw new IOException("owed.json is too long to be ours");
            }
            return bytes;
        }
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "[0-9a-f]*")) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (isName(name) && Files.isDirectory(entry)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** A process killed between its lock and its directory leaves the lock alone. */
    private void sweepLocks() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[0-9a-f]*" + LOCK_SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(LOCK_SUFFIX, "");
                if (isName(name) && Files.notExists(directory.resolve(name))) {
                    claim(name, owed -> false); // if nobody has it, it is an entry without a record, which is removed
                }
            }
        }
    }

    private static boolean isName(String name) {
        return name.matches("[0-9a-f]{16}");
    }

    private SpoolEntry entry(String name, FileLock lock, Optional<Owed> owed) {
        return new SpoolEntry(directory.resolve(name), lockFile(name), lock, owed);
    }

    private Path lockFile(String name) {
        return directory.resolve(name + LOCK_SUFFIX);
    }

    private static BackupId id(SpoolEntry entry) {
        return entry.owed().orElseThrow().manifest().id();
    }
}
