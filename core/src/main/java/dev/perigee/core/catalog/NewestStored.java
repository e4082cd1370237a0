package dev.perigee.core.catalog;

import dev.perigee.core.disk.ChangeTurn;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.outcome.DiskException;
import dev.perigee.core.time.Timing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The newest backup that this installation has stored in each sink: no rules let go of it as long as there is no newer one. On
 * disk a file {@code <cluster>/newest/<sink>} with its id. Failing to write it is told in the log, and is no failure.
 *
 * @param directory where; made when first needed
 * @param timing how to wait for whoever else changes them
 */
record NewestStored(Path directory, Timing timing) {

    private static final System.Logger LOG = LateLogger.of(NewestStored.class);

    /** Empty if none was stored, or it was removed here. */
    Optional<BackupId> find(String cluster, String sink) {
        try {
            return BackupId.parse(SmallFile.note(file(cluster, sink)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "can''t read what was stored: {0}", DiskException.words(e));
            return Optional.empty();
        }
    }

    void note(String cluster, String sink, BackupId id) {
        if (find(cluster, sink).filter(before -> before.compareTo(id) >= 0).isEmpty()) {
            try (ChangeTurn _ = ChangeTurn.in(directory, timing)) {
                replace(cluster, sink, id);
            }
        }
    }

    private void replace(String cluster, String sink, BackupId id) {
        if (find(cluster, sink).filter(before -> before.compareTo(id) >= 0).isPresent()) {
            return; // another process was first, with a newer one
        }
        try {
            DurableFile.createDirectories(folder(cluster));
            DurableFile.replace(file(cluster, sink), (id + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "can''t note what was stored: {0}", DiskException.words(e));
        }
    }

    /** It was removed here, by whoever may. */
    void forget(String cluster, String sink, BackupId id) {
        try (ChangeTurn _ = ChangeTurn.in(directory, timing)) {
            if (find(cluster, sink).filter(id::equals).isPresent()) {
                Files.deleteIfExists(file(cluster, sink));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "can''t note what was removed: {0}", DiskException.words(e));
        }
    }

    private Path folder(String cluster) {
        return directory.resolve(cluster).resolve("newest");
    }

    private Path file(String cluster, String sink) {
        return folder(cluster).resolve(sink);
    }
}
