package dev.perigee.core.catalog;

import dev.perigee.api.Sha256;
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
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an installation saw in a sink at the end of a run. Signed, it tells what has been taken away since.
 *
 * @param cluster the cluster's name
 * @param instance whose it is
 * @param sequence one more each time
 * @param time when it was written
 * @param validUntil when there must be a newer one; empty if nobody knows
 * @param backups the whole backups, and the digest of each manifest as {@link ManifestJson} writes it
 */
record Ledger(
        String cluster,
        String instance,
        long sequence,
        Instant time,
        Optional<Instant> validUntil,
        SortedMap<BackupId, Sha256> backups) {

    private static final int FORMAT = 1;

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
                .put("sequence", sequence)
                .put("time", time.toString());
        validUntil.ifPresent(until -> json.put("validUntil", until.toString()));
        return (Json.write(json.put("backups", new JsonArray(entries)).build()) + "\n")
                .getBytes(StandardCharsets.UTF_8);
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
                    number(json, "sequence"),
                    Instant.parse(text(json, "time")),
                    json.string("validUntil").map(Instant::parse),
                    backups);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new JsonException(String.valueOf(e.getMessage()));
        }
    }

    private static String text(JsonObject json, String name) throws JsonException {
        return json.string(name).orElseThrow(() -> new JsonException("'" + name + "' is missing"));
    }

    private static long number(JsonObject json, String name) throws JsonException {
        JsonNumber number = json.number(name).orElseThrow(() -> new JsonException("'" + name + "' is missing"));
        return number.asLong();
    }
}
