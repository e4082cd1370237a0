package dev.perigee.core.drill;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.outcome.DiskException;
import dev.perigee.core.outcome.Outcome;
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
import java.util.Set;

/**
 * Remembers the last drill of each cluster: a file of JSON. What can't be read or written is logged, and is no failure.
 *
 * @param directory where
 */
public record DrillMemory(Path directory) {

    private static final Set<String> GOOD = Set.of(Outcome.OK.name(), Outcome.PARTIAL.name());
    private static final System.Logger LOG = LateLogger.of(DrillMemory.class);

    /**
     * A drill that was.
     *
     * @param time when it began
     * @param backup the id of the backup
     * @param sink where that came from
     * @param etcd the version of the server that was started; empty if none was
     * @param good whether nothing was found, with a server or without
     * @param timeToRestore from nothing to a server that answers, or to the restored directory where there was none
     */
    public record Last(
            Instant time, String backup, String sink, Optional<String> etcd, boolean good, Duration timeToRestore) {}

    /** One without a server, in which nothing was found, doesn't take the place of a whole one: that says more. */
    void remember(DrillResult result) {
        boolean lesser = result.etcd().isEmpty() && result.findings().isEmpty();
        if (lesser && find(result.cluster()).flatMap(Last::etcd).isPresent()) {
            return;
        }
        write(
                result.cluster(),
                JsonObject.builder()
                        .put("time", result.began().toString())
                        .put("backup", result.id().toString())
                        .put("sink", result.sink())
                        .put("etcd", result.etcd().orElse(""))
                        .put("result", result.outcome().name())
                        .put("milliseconds", result.timeToRestore().toMillis())
                        .build());
    }

    /** One that came to no restored directory. */
    void rememberFailure(String cluster, Instant began, Outcome outcome) {
        write(
                cluster,
                JsonObject.builder()
                        .put("time", began.toString())
                        .put("result", outcome.name())
                        .put("milliseconds", 0)
                        .build());
    }

    private void write(String cluster, JsonObject json) {
        try {
            DurableFile.replace(file(cluster), (Json.write(json) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "can''t note the drill: {0}", DiskException.words(e));
        }
    }

    /**
     * The last drill of a cluster.
     *
     * @param cluster its name
     * @return empty if there was none
     */
    public Optional<Last> find(String cluster) {
        try {
            JsonObject json = Json.parseObject(Files.readAllBytes(file(cluster)));
            return Optional.of(new Last(
                    Instant.parse(json.string("time").orElse("")),
                    json.string("backup").orElse(""),
                    json.string("sink").orElse(""),
                    json.string("etcd").filter(version -> !version.isEmpty()),
                    json.string("result").filter(GOOD::contains).isPresent(),
                    Duration.ofMillis(json.number("milliseconds")
                            .orElseThrow(() -> new JsonException("'milliseconds' is missing"))
                            .asLong())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | DateTimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "can''t read the last drill of {0}: {1}",
                    cluster,
                    DiskException.words(e));
            return Optional.empty();
        }
    }

    private Path file(String cluster) {
        return directory.resolve(cluster + ".last.json");
    }
}
