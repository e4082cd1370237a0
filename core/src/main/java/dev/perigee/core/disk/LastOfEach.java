package dev.perigee.core.disk;

import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.outcome.DiskException;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/**
 * Remembers the last of something for each cluster: a file of JSON each. What can't be read or written is logged, and is no failure.
 *
 * @param directory where; made when first needed
 * @param what it is, as it follows "the last": {@code drill}
 * @param unwritten how loud it is told that it can't be written
 */
public record LastOfEach(Path directory, String what, Level unwritten) {

    private static final System.Logger LOG = LateLogger.of(LastOfEach.class);
    private static final String TOOK = "milliseconds";

    /**
     * Makes of a file's content what is remembered.
     *
     * @param <T> what that is
     */
    @FunctionalInterface
    public interface FromJson<T> {

        /**
         * Reads it.
         *
         * @param json the file
         * @return what it says
         * @throws IOException if it lacks something
         */
        T read(JsonObject json) throws IOException;
    }

    /**
     * Notes one, in place of the one before.
     *
     * @param cluster the cluster's name
     * @param json what {@link #find} is to read
     * @param took how long it took
     */
    public void remember(String cluster, JsonObject.Builder json, Duration took) {
        try {
            DurableFile.createDirectories(directory);
            JsonObject whole = json.put(TOOK, took.toMillis()).build();
            DurableFile.replace(file(cluster), (Json.write(whole) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(unwritten, "can''t note the {0} of {1}: {2}", what, cluster, DiskException.words(e));
        }
    }

    /**
     * The last one of a cluster.
     *
     * @param cluster its name
     * @param reader reads what was noted
     * @param <T> what that is
     * @return empty if there was none, or what is there can't be read
     */
    public <T> Optional<T> find(String cluster, FromJson<T> reader) {
        try {
            return Optional.of(reader.read(Json.parseObject(SmallFile.read(file(cluster), SmallFile.NOTE))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | DateTimeException e) {
            LOG.log(Level.WARNING, "can''t read the last {0} of {1}: {2}", what, cluster, DiskException.words(e));
            return Optional.empty();
        }
    }

    /**
     * How long it took.
     *
     * @param json what was noted
     * @return the time
     * @throws IOException if it isn't said
     */
    public static Duration took(JsonObject json) throws IOException {
        return Duration.ofMillis(json.number(TOOK)
                .orElseThrow(() -> new JsonException("'" + TOOK + "' is missing"))
                .asLong());
    }

    private Path file(String cluster) {
        return directory.resolve(cluster + ".last.json");
    }
}
