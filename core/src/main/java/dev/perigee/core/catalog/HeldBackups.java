package dev.perigee.core.catalog;

import dev.perigee.core.disk.ChangeTurn;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.outcome.DiskException;
import dev.perigee.core.time.Timing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Until when each sink's store holds what this installation has brought there: nobody can have removed it before, so what isn't
 * listed is hidden. On disk a file {@code <cluster>/held/<sink>}, with an id and a time in each line. Failing to write it is told in
 * the log, and is no failure.
 *
 * @param directory where; made when first needed
 * @param timing how to wait for whoever else changes them
 */
record HeldBackups(Path directory, Timing timing) {

    private static final System.Logger LOG = LateLogger.of(HeldBackups.class);

    /** Those that are held at a time. */
    SortedMap<BackupId, Instant> at(Instant now, String cluster, String sink) {
        SortedMap<BackupId, Instant> held = all(cluster, sink);
        held.values().removeIf(until -> !until.isAfter(now));
        return held;
    }

    /** Notes a hold, and lets go of those that had ended when the newest backup was made. */
    void note(String cluster, String sink, BackupId id, Instant until) {
        try (ChangeTurn _ = ChangeTurn.in(directory, timing)) { // several runs note at the same time
            SortedMap<BackupId, Instant> held = all(cluster, sink);
            held.merge(id, until, (one, other) -> one.isAfter(other) ? one : other);
            Instant newest = held.lastKey().time();
            held.values().removeIf(end -> end.isBefore(newest));
            write(cluster, sink, held);
        }
    }

    /** It was removed here, by whoever may. */
    void forget(String cluster, String sink, BackupId id) {
        try (ChangeTurn _ = ChangeTurn.in(directory, timing)) {
            SortedMap<BackupId, Instant> held = all(cluster, sink);
            if (held.remove(id) != null) {
                write(cluster, sink, held);
            }
        }
    }

    private SortedMap<BackupId, Instant> all(String cluster, String sink) {
        SortedMap<BackupId, Instant> held = new TreeMap<>();
        for (String line : lines(file(cluster, sink))) {
            String[] words = line.split(" ", 2);
            Optional<BackupId> id = BackupId.parse(words[0]);
            Optional<Instant> until = words.length == 2 ? time(words[1]) : Optional.empty();
            if (id.isPresent() && until.isPresent()) {
                held.put(id.get(), until.get());
            }
        }
        return held;
    }

    private static List<String> lines(Path file) {
        try {
            return SmallFile.lines(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "can''t read what is held: {0}", DiskException.words(e));
            return List.of();
        }
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private void write(String cluster, String sink, SortedMap<BackupId, Instant> held) {
        String text = held.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
                .collect(Collectors.joining());
        try {
            DurableFile.createDirectories(folder(cluster));
            DurableFile.replace(file(cluster, sink), text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "can''t note what is held: {0}", DiskException.words(e));
        }
    }

    private Path file(String cluster, String sink) {
        return folder(cluster).resolve(sink);
    }

    private Path folder(String cluster) {
        return directory.resolve(cluster).resolve("held");
    }
}
