package dev.perigee.core.spool;

import dev.perigee.core.body.FileBody;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.FileLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One body in the spool, locked against everybody else. Closing it removes it, unless it is still owed to a sink.
 * One that has spoiled is set aside instead.
 *
 * <p>Safe for many threads.
 */
public final class SpoolEntry implements AutoCloseable {

    private static final String RECORD = "owed.json";

    private final Path directory;
    private final FileLock lock;
    private final Path lockFile;
    private Optional<Owed> owed;
    private Optional<String> spoiled = Optional.empty();
    private boolean proven;

    SpoolEntry(Path directory, Path lockFile, FileLock lock, Optional<Owed> owed) {
        this.directory = directory;
        this.lockFile = lockFile;
        this.lock = lock;
        this.owed = owed;
    }

    static Path record(Path directory) {
        return directory.resolve(RECORD);
    }

    /**
     * Where the body is, or is to be.
     *
     * @return a path in a directory of its own
     */
    public Path file() {
        return directory.resolve("snapshot.db");
    }

    /**
     * The body, as the sinks take it.
     *
     * @return length and digest as the manifest has them
     * @throws IllegalStateException if nothing is owed yet
     */
    public FileBody body() {
        var stored = owed().orElseThrow(() -> new IllegalStateException("nothing is owed yet"))
                .manifest()
                .body();
        return new FileBody(file(), stored.length(), stored.sha256());
    }

    /**
     * Proves, once, that the body is still what its record says: nothing else is sent.
     *
     * @throws SpoiledBodyException if it isn't; it is set aside when the entry is closed
     * @throws IOException if it can't be read
     */
    public synchronized void prove() throws IOException {
        if (spoiled.isEmpty() && !proven) {
            spoiled = BodyProof.fault(body());
            proven = spoiled.isEmpty();
        }
        if (spoiled.isPresent()) {
            throw new SpoiledBodyException(
                    spoiled.get() + "; it is set aside as " + aside() + ": look at it, and remove it");
        }
    }

    private Path aside() {
        return directory.resolveSibling(directory.getFileName() + ".damaged");
    }

    /**
     * What is owed to whom.
     *
     * @return empty before {@link #owe}
     */
    public synchronized Optional<Owed> owed() {
        return owed;
    }

    /**
     * Notes that the body is proven, and who has to get it. From here on it outlives this process.
     *
     * @param debt what is owed
     * @throws IOException if it can't be written down
     */
    public synchronized void owe(Owed debt) throws IOException {
        DurableFile.replace(record(directory), debt.toJson());
        owed = Optional.of(debt);
    }

    /** Proven by the caller a moment ago; only what comes back from the disk later has to be proven again. */
    public synchronized void fresh() {
        proven = true;
    }

    /**
     * Notes that a sink has it, or doesn't want it any more.
     *
     * @param sink its name
     * @throws IOException if it can't be written down; the sink would get the same backup again
     */
    public synchronized void settle(String sink) throws IOException {
        if (owed.isPresent()) {
            owe(owed.get().without(sink));
        }
    }

    /**
     * Gives the body up, whoever it is owed to.
     *
     * @throws IOException if it can't be removed
     */
    public synchronized void drop() throws IOException {
        // The record first: a body without one is swept, a record without its body would be owed for ever.
        Files.deleteIfExists(record(directory));
        owed = Optional.empty();
        DurableFile.deleteTree(directory);
        Files.deleteIfExists(lockFile);
    }

    @Override
    public synchronized void close() throws IOException {
        try (lock) {
            if (spoiled.isPresent() && owed.isPresent()) {
                Files.move(directory, aside());
                Files.deleteIfExists(lockFile);
            } else if (owed.isEmpty() || owed.get().sinks().isEmpty()) {
                drop();
            }
        }
    }
}
