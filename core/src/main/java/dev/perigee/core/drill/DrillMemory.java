package dev.perigee.core.drill;

import dev.perigee.core.disk.LastOfEach;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.format.json.JsonObject;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
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
        memory().remember(
                        result.cluster(),
                        JsonObject.builder()
                                .put("time", result.began().toString())
                                .put("backup", result.id().toString())
                                .put("sink", result.sink())
                                .put("etcd", result.etcd().orElse(""))
                                .put("result", result.outcome().name()),
                        result.timeToRestore());
    }

    /** One that came to no restored directory. */
    void rememberFailure(String cluster, Instant began, Outcome outcome) {
        memory().remember(
                        cluster,
                        JsonObject.builder().put("time", began.toString()).put("result", outcome.name()),
                        Duration.ZERO);
    }

    /**
     * The last drill of a cluster.
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
                                json.string("sink").orElse(""),
                                json.string("etcd").filter(version -> !version.isEmpty()),
                                json.string("result").filter(GOOD::contains).isPresent(),
                                LastOfEach.took(json)));
    }

    private LastOfEach memory() {
        return new LastOfEach(directory, "drill", Level.WARNING);
    }
}
