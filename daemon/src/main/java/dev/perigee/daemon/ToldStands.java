package dev.perigee.daemon;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.core.outcome.DiskException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers over restarts of which histories it was told that they stand, so that whoever was alarmed also hears of the end: a file
 * for each that holds an instant. What can't be read or written is logged.
 *
 * @param directory where; made when first needed
 */
record ToldStands(Path directory) {

    private static final System.Logger LOG = System.getLogger(ToldStands.class.getName());

    Optional<Instant> since(String job) {
        try {
            return Optional.of(Instant.parse(SmallFile.note(file(job))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | DateTimeException e) {
            LOG.log(
                    Level.WARNING,
                    "job {0}: whether its history was told to stand is forgotten: {1}",
                    job,
                    DiskException.words(e));
            return Optional.empty();
        }
    }

    void remember(String job, Instant since) {
        try {
            DurableFile.createDirectories(directory);
            DurableFile.replace(file(job), (since + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "job {0}: that its history was told to stand can''t be remembered: {1}",
                    job,
                    DiskException.words(e));
        }
    }

    void forget(String job) {
        try {
            Files.deleteIfExists(file(job));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "job {0}: that its history was told to stand can''t be forgotten: {1}",
                    job,
                    DiskException.words(e));
        }
    }

    private Path file(String job) {
        return directory.resolve(job + ".history-stands");
    }
}
