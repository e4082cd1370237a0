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
import java.util.List;
import java.util.stream.Stream;

/**
 * The highest sequence number of each ledger that this installation has seen or written: none of them may go back. On disk a
 * file {@code <cluster>/ledgers/<sink>/<name>} with the number. Failing to write it is told in the log, and is no failure.
 *
 * @param directory where; made when first needed
 * @param timing how to wait for whoever else changes them
 */
record SeenLedgers(Path directory, Timing timing) {

    private static final System.Logger LOG = LateLogger.of(SeenLedgers.class);

    /** 0 if none was seen. */
    long highest(String cluster, String sink, String name) {
        try {
            return Long.parseLong(SmallFile.note(file(cluster, sink, name)));
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException | NumberFormatException e) {
            LOG.log(System.Logger.Level.WARNING, "can''t read which ledger was seen: {0}", DiskException.words(e));
            return 0;
        }
    }

    void note(String cluster, String sink, String name, long sequence) {
        if (sequence > highest(cluster, sink, name)) {
            try (ChangeTurn _ = ChangeTurn.in(directory, timing)) {
                raise(cluster, sink, name, sequence);
            }
        }
    }

    private void raise(String cluster, String sink, String name, long sequence) {
        if (sequence <= highest(cluster, sink, name)) {
            return; // another process was first, with a higher one
        }
        try {
            Path file = file(cluster, sink, name);
            DurableFile.createDirectories(folder(cluster, sink));
            DurableFile.replace(file, (sequence + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "can''t note which ledger was seen: {0}", DiskException.words(e));
        }
    }

    List<String> names(String cluster, String sink) {
        try (Stream<Path> files = Files.list(folder(cluster, sink))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f]{16}"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // nothing was seen yet
        }
    }

    private Path folder(String cluster, String sink) {
        return directory.resolve(cluster).resolve("ledgers").resolve(sink);
    }

    private Path file(String cluster, String sink, String name) {
        return folder(cluster, sink).resolve(name);
    }
}
