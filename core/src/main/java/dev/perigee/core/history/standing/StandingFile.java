package dev.perigee.core.history.standing;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.outcome.DiskException;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a history's standing is written down, for whoever looks without the daemon, and over restarts.
 *
 * @param file beside the packs that wait
 */
public record StandingFile(Path file) {

    private static final System.Logger LOG = LateLogger.of(StandingFile.class);
    private static final long LONGEST = 1 << 20;

    /**
     * That of a job.
     *
     * @param histories the state directory's folder for them
     * @param job the job's name
     * @return its file
     */
    public static StandingFile of(Path histories, String job) {
        return new StandingFile(histories.resolve(job).resolve("standing.json"));
    }

    /**
     * What was written down.
     *
     * @return empty if nothing was, or nobody can read it: the log says so then
     */
    public Optional<HistoryStanding> read() {
        try {
            if (Files.size(file) > LONGEST) {
                throw new JsonException("it is too long");
            }
            return Optional.of(HistoryStanding.ofJson(Json.parseObject(Files.readAllBytes(file))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "how the history stood can''t be read: {0}: {1}",
                    file,
                    DiskException.words(e));
            return Optional.empty();
        }
    }

    void write(HistoryStanding standing) throws IOException {
        DurableFile.createDirectories(
                Objects.requireNonNull(file.toAbsolutePath().getParent()));
        DurableFile.replace(file, (Json.write(standing.json()) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
