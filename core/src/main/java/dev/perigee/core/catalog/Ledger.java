package dev.perigee.core.catalog;

import dev.perigee.api.Sha256;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import dev.perigee.etcd.format.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an installation saw in a sink at the end of a run. Signed, it tells what has been taken away since.
 *
 * @param cluster the cluster's name
 * @param instance whose it is
 * @param sink the sink's name in the configuration of whoever wrote it: in another sink it is a copy
 * @param sequence one more each time
 * @param time when it was written
 * @param validUntil when there must be a newer one; empty if nobody knows
 * @param runs the last run of each job that brought backups here
 * @param backups the whole backups, and the digest of each manifest as {@link ManifestJson} writes it
 */
public record Ledger(
        String cluster,
        String instance,
        String sink,
        long sequence,
        Instant time,
        Optional<Instant> validUntil,
        List<Run> runs,
        SortedMap<BackupId, Sha256> backups) {

    private static final int FORMAT = 1;

    /** Copies the collections. */
    public Ledger {
        runs = List.copyOf(runs);
        backups = Collections.unmodifiableSortedMap(new TreeMap<>(backups));
    }

    /**
     * The end of a job's run. Each of its sinks got a ledger that tells of it.
     *
     * @param job the job's name
     * @param time when
     * @param sinks the names of the sinks that it reached
     */
    public record Run(String job, Instant time, List<String> sinks) {

        /** Copies the list. */
        public Run {
            sinks = List.copyOf(sinks);
        }
    }

    /**
     * What a ledger is to say beside what lies in the sink.
     *
     * @param instance this installation's name
     * @param time now
     * @param validUntil when there must be a newer one; empty to leave it as it was
     * @param run whose end it is; empty for none's, as that of a prune
     */
    public record Heading(String instance, Instant time, Optional<Instant> validUntil, Optional<Run> run) {}

    /** Those of the ledger before, but for the job's whose run has just ended. */
    static List<Run> runs(List<Run> before, Optional<Run> ended) {
        return Stream.concat(
                        before.stream()
                                .filter(run -> ended.filter(end -> end.job().equals(run.job()))
                                        .isEmpty()),
                        ended.stream())
                .toList();
    }

    static Sha256 digest(Manifest manifest) {
        return Sha256.digest(ManifestJson.write(manifest));
    }

    byte[] toJson() {
        List<JsonValue> entries = new ArrayList<>();
        backups.forEach((id, digest) -> entries.add(JsonObject.builder()
                .put("id", id.toString())
                .put("sha256", digest.toString())
                .build()));
        JsonObject.Builder json = JsonObject.builder()
                .put("format", FORMAT)
                .put("cluster", cluster)
                .put("instance", instance)
                .put("sink", sink)
                .put("sequence", sequence)
                .put("time", time.toString());
        validUntil.ifPresent(until -> json.put("validUntil", until.toString()));
        json.put("runs", new JsonArray(runs.stream().map(Ledger::json).toList()));
        return (Json.write(json.put("backups", new JsonArray(entries)).build()) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static JsonValue json(Run run) {
        return JsonObject.builder()
                .put("job", run.job())
                .put("time", run.time().toString())
                .put("sinks", JsonArray.ofStrings(run.sinks()))
                .build();
    }

    static Ledger fromJson(byte[] utf8) throws JsonException {
        try {
            JsonObject json = Json.parseObject(utf8);
            if (number(json, "format") != FORMAT) {
                throw new JsonException("it has another format version than " + FORMAT);
            }
            SortedMap<BackupId, Sha256> backups = new TreeMap<>();
            for (JsonValue value : json.array("backups")) {
                if (!(value instanceof JsonObject entry)) {
                    throw new JsonException("'backups' must hold objects only");
                }
                BackupId id =
                        BackupId.parse(text(entry, "id")).orElseThrow(() -> new JsonException("there is no such id"));
                backups.put(id, Sha256.parse(text(entry, "sha256")));
            }
            return new Ledger(
                    text(json, "cluster"),
                    text(json, "instance"),
                    text(json, "sink"),
                    number(json, "sequence"),
                    Instant.parse(text(json, "time")),
                    json.string("validUntil").map(Instant::parse),
                    readRuns(json),
                    backups);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new JsonException(FailureWords.of(e));
        }
    }

    private static List<Run> readRuns(JsonObject json) throws JsonException {
        List<Run> runs = new ArrayList<>();
        for (JsonValue value : json.array("runs")) {
            if (!(value instanceof JsonObject run)) {
                throw new JsonException("'runs' must hold objects only");
            }
            runs.add(new Run(text(run, "job"), Instant.parse(text(run, "time")), run.strings("sinks")));
        }
        return runs;
    }

    private static String text(JsonObject json, String name) throws JsonException {
        return json.string(name).orElseThrow(() -> new JsonException("'" + name + "' is missing"));
    }

    private static long number(JsonObject json, String name) throws JsonException {
        JsonNumber number = json.number(name).orElseThrow(() -> new JsonException("'" + name + "' is missing"));
        return number.asLong();
    }
}
