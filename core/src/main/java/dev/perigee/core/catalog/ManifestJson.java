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
import java.util.OptionalLong;

/**
 * Writes and reads manifests as {@code docs/stored-format.md} describes them. Unknown members are passed over; a newer
 * format version is refused.
 */
public final class ManifestJson {

    private ManifestJson() {}

    /**
     * Writes a manifest.
     *
     * @param manifest what to write
     * @return UTF-8, one line
     */
    public static byte[] write(Manifest manifest) {
        return (Json.write(object(manifest)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a manifest.
     *
     * @param what how to call it in a message: its key
     * @param utf8 the bytes
     * @return the manifest
     * @throws UnreadableManifest if it is of a newer format version, or no manifest
     */
    public static Manifest read(String what, byte[] utf8) throws UnreadableManifest {
        try {
            JsonObject json = Json.parseObject(utf8);
            long format = number(json, "format");
            if (format > Manifest.FORMAT) {
                throw UnreadableManifest.newer(what, format);
            }
            if (format < 1) {
                throw new JsonException("there is no format version " + format);
            }
            return manifest(json);
        } catch (JsonException | DateTimeException | IllegalArgumentException e) {
            throw UnreadableManifest.damaged(what, e);
        }
    }

    static JsonObject object(Manifest manifest) {
        JsonObject.Builder json = JsonObject.builder()
                .put("format", Manifest.FORMAT)
                .put("id", manifest.id().toString())
                .put("cluster", cluster(manifest.cluster()))
                .put("member", member(manifest.member()))
                .put("job", manifest.job())
                .put("instance", manifest.instance());
        manifest.purpose().due().ifPresent(due -> json.put("due", due.toString()));
        manifest.purpose().fence().ifPresent(fence -> json.put("fence", fence));
        json.put("facts", facts(manifest.facts())).put("proof", proof(manifest.proof()));
        manifest.comparison().ifPresent(comparison -> json.put("comparison", ComparisonJson.write(comparison)));
        manifest.timeline().ifPresent(timeline -> json.put("timeline", timeline(timeline)));
        return json.put("objects", objects(manifest.objects())).build();
    }

    private static JsonObject cluster(Manifest.Cluster cluster) {
        return JsonObject.builder()
                .put("name", cluster.name())
                .put("id", Long.toHexString(cluster.id()))
                .build();
    }

    private static JsonObject member(Manifest.Member member) {
        return JsonObject.builder()
                .put("id", Long.toHexString(member.id()))
                .put("name", member.name())
                .put("version", member.version())
                .build();
    }

    private static JsonObject facts(Manifest.Facts facts) {
        JsonObject.Builder json = JsonObject.builder()
                .put("revision", facts.revision())
                .put("compacted", facts.compacted())
                .put("statusHash", facts.statusHash())
                .put("hashKv", facts.hashKv())
                .put("liveKeys", facts.liveKeys())
                .put("entries", facts.entries())
                .put("databaseBytes", facts.databaseBytes());
        facts.storageVersion().ifPresent(version -> json.put("storageVersion", version));
        facts.raftIndex().ifPresent(index -> json.put("raftIndex", index));
        if (!facts.encryptionKeys().isEmpty()) {
            json.put(
                    "encryptionKeys",
                    new JsonArray(facts.encryptionKeys().stream()
                            .<JsonValue>map(key -> JsonObject.builder()
                                    .put("name", key.name())
                                    .put("values", key.values())
                                    .build())
                            .toList()));
        }
        facts.content().ifPresent(content -> json.put("content", content.toString()));
        return json.build();
    }

    private static JsonObject timeline(Timeline timeline) {
        return JsonObject.builder()
                .put("start", timeline.start().toString())
                .put("after", timeline.after().toString())
                .put("cause", timeline.cause().text())
                .build();
    }

    private static JsonObject proof(Manifest.Proof proof) {
        return JsonObject.builder()
                .put("time", proof.time().toString())
                .put("by", proof.by())
                .put("checks", JsonArray.ofStrings(proof.checks()))
                .build();
    }

    private static JsonArray objects(List<StoredObject> objects) {
        return new JsonArray(
                objects.stream().<JsonValue>map(StoredObjectJson::write).toList());
    }

    private static Manifest manifest(JsonObject json) throws JsonException {
        JsonObject cluster = child(json, "cluster");
        JsonObject member = child(json, "member");
        return new Manifest(
                id(string(json, "id")),
                new Manifest.Cluster(string(cluster, "name"), hex(cluster, "id")),
                new Manifest.Member(hex(member, "id"), string(member, "name"), string(member, "version")),
                string(json, "job"),
                string(json, "instance"),
                readFacts(child(json, "facts")),
                readProof(child(json, "proof")),
                readComparison(json),
                readPurpose(json),
                readTimeline(json),
                readObjects(json));
    }

    private static Purpose readPurpose(JsonObject json) throws JsonException {
        Optional<JsonNumber> fence = json.number("fence");
        return new Purpose(
                json.string("due").map(Instant::parse),
                fence.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(fence.get().asLong()));
    }

    private static Optional<Comparison> readComparison(JsonObject json) throws JsonException {
        Optional<JsonObject> comparison = json.object("comparison");
        return comparison.isEmpty() ? Optional.empty() : ComparisonJson.read(comparison.get());
    }

    private static Optional<Timeline> readTimeline(JsonObject json) throws JsonException {
        Optional<JsonObject> timeline = json.object("timeline");
        if (timeline.isEmpty()) {
            return Optional.empty();
        }
        String cause = string(timeline.get(), "cause");
        return Optional.of(new Timeline(
                id(string(timeline.get(), "start")),
                id(string(timeline.get(), "after")),
                Timeline.Cause.parse(cause)
                        .orElseThrow(() -> new JsonException("no timeline begins for '" + cause + "'"))));
    }

    private static BackupId id(String text) throws JsonException {
        return BackupId.parse(text).orElseThrow(() -> new JsonException("'" + text + "' is no backup id"));
    }

    private static Manifest.Facts readFacts(JsonObject json) throws JsonException {
        return new Manifest.Facts(
                number(json, "revision"),
                number(json, "compacted"),
                number(json, "statusHash"),
                number(json, "hashKv"),
                number(json, "liveKeys"),
                number(json, "entries"),
                number(json, "databaseBytes"),
                json.string("storageVersion"),
                json.number("raftIndex").isEmpty() ? Optional.empty() : Optional.of(number(json, "raftIndex")),
                readEncryptionKeys(json),
                json.string("content").map(Sha256::parse));
    }

    private static List<Manifest.EncryptionKey> readEncryptionKeys(JsonObject json) throws JsonException {
        List<Manifest.EncryptionKey> keys = new ArrayList<>();
        for (JsonValue value : json.array("encryptionKeys")) {
            if (!(value instanceof JsonObject key)) {
                throw new JsonException("'encryptionKeys' must hold objects only");
            }
            keys.add(new Manifest.EncryptionKey(string(key, "name"), number(key, "values")));
        }
        return keys;
    }

    private static Manifest.Proof readProof(JsonObject json) throws JsonException {
        return new Manifest.Proof(Instant.parse(string(json, "time")), string(json, "by"), json.strings("checks"));
    }

    private static List<StoredObject> readObjects(JsonObject json) throws JsonException {
        List<StoredObject> objects = new ArrayList<>();
        for (JsonValue value : json.array("objects")) {
            if (!(value instanceof JsonObject object)) {
                throw new JsonException("'objects' must hold objects only");
            }
            objects.add(StoredObjectJson.read(object));
        }
        return objects;
    }

    private static JsonObject child(JsonObject json, String name) throws JsonException {
        return required(name, json.object(name));
    }

    private static String string(JsonObject json, String name) throws JsonException {
        return required(name, json.string(name));
    }

    private static long number(JsonObject json, String name) throws JsonException {
        JsonNumber number = required(name, json.number(name));
        return number.asLong();
    }

    private static long hex(JsonObject json, String name) throws JsonException {
        return Long.parseUnsignedLong(string(json, name), 16);
    }

    private static <T> T required(String name, Optional<T> value) throws JsonException {
        return value.orElseThrow(() -> new JsonException("'" + name + "' is missing"));
    }
}
