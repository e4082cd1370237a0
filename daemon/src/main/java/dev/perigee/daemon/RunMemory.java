package dev.perigee.daemon;

import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.disk.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers over restarts when each job last ran, and when it was first seen, and that a run failed: files per job
 * that begin with an instant. What can't be
 * read or written is logged, and costs at most one catch-up run.
 *
 * @param directory where; made when first needed
 */
record RunMemory(Path directory) {

    private static final System.Logger LOG = System.getLogger(RunMemory.class.getName());

    Optional<Instant> lastRun(String job) {
        try {
            return Optional.of(Instant.parse(Files.readString(file(job)).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | DateTimeException e) {
            LOG.log(System.Logger.Level.WARNING, "job {0}: its last run is forgotten: {1}", job, e.getMessage());
            return Optional.empty();
        }
    }

    /** From here on its due times count. */
    void begin(String job, Instant now) {
        write(job, directory.resolve(job + ".first-seen"), now);
        remember(job, now);
    }

    void remember(String job, Instant run) {
        write(job, file(job), run);
    }

    /** Until what it was to bring lies there, whoever asks how it stands is told of it. No sinks: all of the job's. */
    void failed(String job, Instant end, Instant began, List<String> sinks) {
        List<String> lines = new ArrayList<>(List.of(end.toString(), began.toString()));
        lines.addAll(sinks);
        write(job, directory.resolve(job + ".failed"), lines);
    }

    /** What waited has come to its sinks. */
    void caughtUp(String job, List<SinkResult> sinks) {
        try {
            List<String> lines = Files.readAllLines(directory.resolve(job + ".failed"));
            if (lines.size() > 2) {
                Instant began = Instant.parse(lines.get(1));
                List<String> lack = lines.subList(2, lines.size()).stream()
                        .filter(sink -> !isBrought(sink, began, sinks))
                        .toList();
                if (lack.isEmpty()) {
                    stored(job);
                } else {
                    failed(job, Instant.parse(lines.getFirst()), began, lack);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.log(System.Logger.Level.TRACE, "job {0}: no run of it failed", job);
        } catch (IOException | DateTimeException e) {
            LOG.log(System.Logger.Level.WARNING, "job {0}: its failed run isn''t known: {1}", job, e.getMessage());
        }
    }

    private static boolean isBrought(String sink, Instant began, List<SinkResult> sinks) {
        return sinks.stream()
                .filter(result -> result.sink().equals(sink))
                .flatMap(result -> result.caughtUp().stream())
                .anyMatch(id -> !id.until().isBefore(began));
    }

    void stored(String job) {
        try {
            Files.deleteIfExists(directory.resolve(job + ".failed"));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "job {0}: a failed run can''t be forgotten: {1}", job, e.getMessage());
        }
    }

    private void write(String job, Path file, Instant time) {
        write(job, file, List.of(time.toString()));
    }

    private void write(String job, Path file, List<String> lines) {
        try {
            DurableFile.createDirectories(directory);
            DurableFile.replace(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "job {0}: its run can''t be remembered: {1}", job, e.getMessage());
        }
    }

    private Path file(String job) {
        return directory.resolve(job + ".last-run");
    }
}
