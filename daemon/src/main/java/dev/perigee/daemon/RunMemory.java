package dev.perigee.daemon;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.core.engine.FailedRuns;
import dev.perigee.core.outcome.DiskException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers over restarts when each job last ran, and when it was first seen: files per job that hold an instant. What can't be
 * read or written is logged, and costs at most one catch-up run.
 *
 * @param directory where; made when first needed
 */
record RunMemory(Path directory) {

    private static final System.Logger LOG = System.getLogger(RunMemory.class.getName());

    Optional<Instant> lastRun(String job) {
        return read(job, file(job));
    }

    /** Whether what counts as its last run is the moment in which it was first seen. */
    boolean isUntried(String job) {
        Optional<Instant> first = read(job, firstSeen(job));
        return first.isPresent() && first.equals(lastRun(job));
    }

    private static Optional<Instant> read(String job, Path file) {
        try {
            return Optional.of(Instant.parse(SmallFile.note(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | DateTimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "job {0}: its last run is forgotten: {1}",
                    job,
                    DiskException.words(e));
            return Optional.empty();
        }
    }

    /** From here on its due times count. */
    void begin(String job, Instant now) {
        write(job, firstSeen(job), now);
        remember(job, now);
    }

    void remember(String job, Instant run) {
        write(job, file(job), run);
    }

    /** Another run made up for what failed. */
    void stored(String job) {
        new FailedRuns(directory).forget(job);
    }

    private void write(String job, Path file, Instant time) {
        try {
            DurableFile.createDirectories(directory);
            DurableFile.replace(file, (time + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "job {0}: its run can''t be remembered: {1}",
                    job,
                    DiskException.words(e));
        }
    }

    private Path firstSeen(String job) {
        return directory.resolve(job + ".first-seen");
    }

    private Path file(String job) {
        return directory.resolve(job + ".last-run");
    }
}
