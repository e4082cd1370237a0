package dev.perigee.core.restore;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.outcome.DiskException;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers how long the last restore of each cluster took: a file of JSON. What can't be read or written is logged, and is no failure.
 *
 * @param directory where; made when first needed
 */
public record RestoreMemory(Path directory) {

    private static final System.Logger LOG = LateLogger.of(RestoreMemory.class);
    private static final long LONGEST = 1 << 16;

    /**
     * A restore that came to its end.
     *
     * @param time when it had
     * @param backup the id of the backup
     * @param took from the question what is stored to the directories in their places, without what somebody thought about the plan
     */
    public record Last(Instant time, String backup, Duration took) {}

    /**
     * Notes one.
     *
     * @param cluster the cluster's name
     * @param last the restore
     */
    public void remember(String cluster, Last last) {
        JsonObject json = JsonObject.builder()
                .put("time", last.time().toString())
                .put("backup", last.backup())
                .put("milliseconds", last.took().toMillis())
                .build();
        try {
            DurableFile.createDirectories(directory);
            DurableFile.replace(file(cluster), (Json.write(json) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "can''t note how long the restore took: {0}", e.toString());
        }
    }

    /**
     * The last one of a cluster.
     *
     * @param cluster its name
     * @return empty if there was none
     */
    public Optional<Last> find(String cluster) {
        try {
            if (Files.size(file(cluster)) > LONGEST) {
                throw new JsonException("it is too long");
            }
            JsonObject json = Json.parseObject(Files.readAllBytes(file(cluster)));
            return Optional.of(new Last(
                    Instant.parse(json.string("time").orElse("")),
                    json.string("backup").orElse(""),
                    Duration.ofMillis(json.number("milliseconds")
                            .orElseThrow(() -> new JsonException("'milliseconds' is missing"))
                            .asLong())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | DateTimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "can''t read the last restore of {0}: {1}",
                    cluster,
                    DiskException.words(e));
            return Optional.empty();
        }
    }

    private Path file(String cluster) {
        return directory.resolve(cluster + ".last.json");
    }
}
