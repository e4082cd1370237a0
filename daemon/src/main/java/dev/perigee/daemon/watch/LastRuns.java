package dev.perigee.daemon.watch;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.core.outcome.DiskException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers each job's last run over restarts, so that a failure isn't forgotten by them: a file of JSON for each. What can't be
 * read or written is logged, and is no failure.
 *
 * @param directory where; made when first needed
 */
public record LastRuns(Path directory) {

    private static final System.Logger LOG = System.getLogger(LastRuns.class.getName());

    private static final int LONGEST_FILE = 1 << 20;
    private static final int LONGEST_ERROR = 10_000;

    void remember(String job, LastRun run) {
        JsonObject json = JsonObject.builder()
                .put("began", run.began().toString())
                .put("ended", run.ended().toString())
                .put("outcome", run.outcome().name())
                .put("stored", run.stored())
                .put("backup", run.backup().orElse(""))
                .put("size", run.size())
                .put(
                        "error",
                        run.error()
                                .substring(
                                        0, Math.min(LONGEST_ERROR, run.error().length())))
                .build();
        try {
            DurableFile.createDirectories(directory);
            DurableFile.replace(file(job), (Json.write(json) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "job {0}: how its run ended can''t be remembered: {1}", job, DiskException.words(e));
        }
    }

    Optional<LastRun> find(String job) {
        try {
            return Optional.of(read(Json.parseObject(SmallFile.read(file(job), LONGEST_FILE))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            LOG.log(Level.WARNING, "job {0}: how its last run ended is forgotten: {1}", job, DiskException.words(e));
            return Optional.empty();
        }
    }

    private static LastRun read(JsonObject json) throws IOException {
        Optional<JsonNumber> size = json.number("size");
        return new LastRun(
                Instant.parse(json.string("began").orElse("")),
                Instant.parse(json.string("ended").orElse("")),
                Outcome.valueOf(json.string("outcome").orElse("")),
                json.bool("stored").orElse(false),
                json.string("backup").filter(id -> !id.isEmpty()),
                size.isPresent() ? size.get().asLong() : 0,
                json.string("error").orElse(""));
    }

    private Path file(String job) {
        return directory.resolve(job + ".last-run.json");
    }
}
