package dev.perigee.core.history.pack;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredObjectJson;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.history.pack.PackRecord.Follows;
import dev.perigee.core.history.pack.PackRecord.LeaseTime;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.PackRecord.Seal;
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

/**
 * Writes and reads the records of packs as {@code docs/stored-format.md} describes them. Unknown members are passed over; a
 * newer format version is refused.
 */
public final class PackJson {

    private PackJson() {}

    /**
     * What tells a record from any other, however its rows are stored.
     *
     * @param record any
     * @return the digest of all that it says
     */
    public static Sha256 digest(PackRecord record) {
        return Sha256.of(Sha256.digester().digest(write(record.plain())));
    }

    /**
     * Writes a record.
     *
     * @param record what to write
     * @return UTF-8, one line
     */
    public static byte[] write(PackRecord record) {
        JsonObject.Builder json = JsonObject.builder()
                .put("format", PackRecord.FORMAT)
                .put("timeline", record.place().timeline().toString())
                .put("pack", record.place().pack().toString())
                .put("cluster", cluster(record.cluster()))
                .put("job", record.job())
                .put("instance", record.instance())
                .put("by", record.by())
                .put("rows", record.rows())
                .put(
                        "moments",
                        new JsonArray(
                                record.moments().stream().map(PackJson::moment).toList()))
                .put(
                        "leases",
                        new JsonArray(
                                record.leases().stream().map(PackJson::lease).toList()));
        RepeatedTimesJson.put(json, record.repeated());
        record.seal().ifPresent(seal -> json.put("seal", seal(seal)));
        record.follows().ifPresent(follows -> json.put("follows", follows(follows)));
        return (Json.write(json.put("object", StoredObjectJson.write(record.object()))
                                .build()) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject cluster(Manifest.Cluster cluster) {
        return JsonObject.builder()
                .put("name", cluster.name())
                .put("id", Long.toHexString(cluster.id()))
                .build();
    }

    private static JsonValue moment(Moment moment) {
        return JsonObject.builder()
                .put("revision", moment.revision())
                .put("time", moment.time().toString())
                .build();
    }

    private static JsonValue lease(LeaseTime lease) {
        return JsonObject.builder()
                .put("id", Long.toHexString(lease.id()))
                .put("seconds", lease.seconds())
                .build();
    }

    private static JsonObject seal(Seal seal) {
        return JsonObject.builder()
                .put("revision", seal.revision())
                .put("compacted", seal.compacted())
                .put("hashKv", seal.hashKv())
                .put("version", seal.version())
                .build();
    }

    private static JsonObject follows(Follows follows) {
        JsonObject.Builder json = JsonObject.builder()
                .put("timeline", follows.timeline().toString())
                .put("last", follows.last())
                .put("why", follows.why());
        return (follows.ofAnotherStore() ? json.put("otherStore", true) : json).build();
    }

    /**
     * Reads a record.
     *
     * @param what how to call it in a message: its key
     * @param utf8 the bytes
     * @return the record
     * @throws UnreadableManifest if it is of a newer format version, or no record
     */
    public static PackRecord read(String what, byte[] utf8) throws UnreadableManifest {
        try {
            JsonObject json = Json.parseObject(utf8);
            long format = number(json, "format");
            if (format > PackRecord.FORMAT) {
                throw UnreadableManifest.newer(what, format);
            }
            if (format < 1) {
                throw new JsonException("there is no format version " + format);
            }
            return record(json);
        } catch (JsonException | DateTimeException | IllegalArgumentException e) {
            throw UnreadableManifest.damaged(what, e);
        }
    }

    private static PackRecord record(JsonObject json) throws JsonException {
        JsonObject cluster = child(json, "cluster");
        Optional<JsonObject> seal = json.object("seal");
        Optional<JsonObject> follows = json.object("follows");
        return new PackRecord(
                new PackPlace(timeline(json), PackId.parse(string(json, "pack")).orElseThrow(() -> missing("pack"))),
                new Manifest.Cluster(string(cluster, "name"), hex(cluster, "id")),
                string(json, "job"),
                string(json, "instance"),
                string(json, "by"),
                number(json, "rows"),
                moments(json),
                RepeatedTimesJson.read(json),
                leases(json),
                seal.isPresent() ? Optional.of(readSeal(seal.get())) : Optional.empty(),
                follows.isPresent() ? Optional.of(readFollows(follows.get())) : Optional.empty(),
                StoredObjectJson.read(child(json, "object")));
    }

    private static List<Moment> moments(JsonObject json) throws JsonException {
        List<Moment> moments = new ArrayList<>();
        for (JsonObject moment : objects(json, "moments")) {
            moments.add(new Moment(number(moment, "revision"), Instant.parse(string(moment, "time"))));
        }
        return moments;
    }

    private static List<LeaseTime> leases(JsonObject json) throws JsonException {
        List<LeaseTime> leases = new ArrayList<>();
        for (JsonObject lease : objects(json, "leases")) {
            leases.add(new LeaseTime(hex(lease, "id"), number(lease, "seconds")));
        }
        return leases;
    }

    private static Seal readSeal(JsonObject json) throws JsonException {
        return new Seal(
                number(json, "revision"), number(json, "compacted"), number(json, "hashKv"), string(json, "version"));
    }

    private static Follows readFollows(JsonObject json) throws JsonException {
        return new Follows(
                timeline(json),
                number(json, "last"),
                string(json, "why"),
                json.bool("otherStore").orElse(false));
    }

    private static BackupId timeline(JsonObject json) throws JsonException {
        return BackupId.parse(string(json, "timeline")).orElseThrow(() -> missing("timeline"));
    }

    private static List<JsonObject> objects(JsonObject json, String name) throws JsonException {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonValue value : json.array(name)) {
            if (!(value instanceof JsonObject object)) {
                throw new JsonException("'" + name + "' must hold objects only");
            }
            objects.add(object);
        }
        return objects;
    }

    private static JsonObject child(JsonObject json, String name) throws JsonException {
        return json.object(name).orElseThrow(() -> missing(name));
    }

    private static String string(JsonObject json, String name) throws JsonException {
        return json.string(name).orElseThrow(() -> missing(name));
    }

    private static long number(JsonObject json, String name) throws JsonException {
        JsonNumber number = json.number(name).orElseThrow(() -> missing(name));
        return number.asLong();
    }

    private static long hex(JsonObject json, String name) throws JsonException {
        return Long.parseUnsignedLong(string(json, name), 16);
    }

    private static JsonException missing(String name) {
        return new JsonException("'" + name + "' is missing, or isn't one");
    }
}
