package dev.perigee.core.engine;

import dev.perigee.core.backup.BackupResult.SinkResult;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.outcome.DiskException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers each job's last run if it failed, whoever ran it, until what it was to bring lies where it should: a file for each.
 * What can't be read or written is logged, and is no failure; what can't be written, this process remembers by itself until it
 * can: from then on whichever process makes up for it forgets it for all.
 *
 * @param directory where what is remembered of the jobs is kept; made when first needed
 */
public record FailedRuns(Path directory) {

    private static final System.Logger LOG = LateLogger.of(FailedRuns.class);

    /**
     * By the file that has no room for it: what it holds is of an earlier run. Whoever changes the file does so while it is looked up
     * here: what one reads must not be written behind what another has written or forgotten since.
     */
    private static final ConcurrentMap<Path, FailedRun> UNWRITTEN = new ConcurrentHashMap<>();

    Optional<FailedRun> find(String job) {
        FailedRun unwritten = UNWRITTEN.computeIfPresent(file(job), (_, run) -> tryAgain(job, run));
        return Optional.ofNullable(unwritten).or(() -> read(job));
    }

    private Optional<FailedRun> read(String job) {
        try {
            return Optional.of(FailedRun.parse(SmallFile.lines(file(job), StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | DateTimeException e) {
            LOG.log(Level.DEBUG, "job {0}: its failed run isn''t known: {1}", job, DiskException.words(e));
            return Optional.empty();
        }
    }

    /** What is left unwritten of it. */
    private @Nullable FailedRun tryAgain(String job, FailedRun run) {
        try {
            write(job, run);
            return null;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "job {0}: its failed run has no room yet: {1}", job, DiskException.words(e));
            return run;
        }
    }

    private void write(String job, FailedRun run) throws IOException {
        DurableFile.createDirectories(directory);
        DurableFile.replace(file(job), (String.join("\n", run.lines()) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void remember(String job, FailedRun run) {
        UNWRITTEN.compute(file(job), (_, _) -> written(job, run));
    }

    /** What is left unwritten of it. */
    private @Nullable FailedRun written(String job, FailedRun run) {
        try {
            write(job, run);
            return null;
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "job {0}: that its run failed can''t be remembered: {1}",
                    job,
                    DiskException.words(e));
            return run;
        }
    }

    /** What waited has come to its sinks. */
    void caughtUp(String job, List<SinkResult> sinks) {
        become(job, run -> run.caughtUp(sinks));
    }

    /** Retention has removed from these sinks what it no longer keeps. */
    void pruned(String job, Set<String> sinks) {
        become(job, run -> run.pruned(sinks));
    }

    private void become(String job, Function<FailedRun, Optional<FailedRun>> change) {
        UNWRITTEN.compute(file(job), (_, unwritten) -> become(job, Optional.ofNullable(unwritten), change));
    }

    private @Nullable FailedRun become(
            String job, Optional<FailedRun> unwritten, Function<FailedRun, Optional<FailedRun>> change) {
        Optional<FailedRun> before = unwritten.or(() -> read(job));
        Optional<FailedRun> after = before.flatMap(change);
        if (after.isPresent() && !(unwritten.isEmpty() && after.equals(before))) {
            return written(job, after.get());
        }
        if (before.isPresent() && after.isEmpty()) {
            remove(job);
        }
        return null;
    }

    /**
     * Another run made up for it.
     *
     * @param job the job's name
     */
    public void forget(String job) {
        UNWRITTEN.compute(file(job), (_, _) -> {
            remove(job);
            return null;
        });
    }

    private void remove(String job) {
        try {
            Files.deleteIfExists(file(job));
            DurableFile.sweepParts(
                    file(job)); // whoever is killed while it notes a failure leaves one, and none may follow
        } catch (IOException e) {
            LOG.log(Level.WARNING, "job {0}: a failed run can''t be forgotten: {1}", job, DiskException.words(e));
        }
    }

    private Path file(String job) {
        return directory.resolve(job + ".failed");
    }
}
