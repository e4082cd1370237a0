package dev.perigee.core.restore;

import dev.perigee.core.disk.LastOfEach;
import dev.perigee.etcd.format.json.JsonObject;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers how long the last restore of each cluster took: a file of JSON. What can't be read or written is logged, and is no failure.
 *
 * @param directory where; made when first needed
 */
public record RestoreMemory(Path directory) {

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
        memory().remember(
                        cluster,
                        JsonObject.builder().put("time", last.time().toString()).put("backup", last.backup()),
                        last.took());
    }

    /**
     * The last one of a cluster.
     *
     * @param cluster its name
     * @return empty if there was none
     */
    public Optional<Last> find(String cluster) {
        return memory().find(
                        cluster,
                        json -> new Last(
                                Instant.parse(json.string("time").orElse("")),
                                json.string("backup").orElse(""),
                                LastOfEach.took(json)));
    }

    /** Who restores may be one who has nothing to write there: no word on it among those that help him. */
    private LastOfEach memory() {
        return new LastOfEach(directory, "restore", Level.DEBUG);
    }
}
