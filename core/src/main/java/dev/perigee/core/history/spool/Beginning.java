package dev.perigee.core.history.spool;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * What the backup holds that a timeline began with: until something is recorded, it alone tells whether the cluster is still the same.
 *
 * @param base the backup
 * @param revision the newest revision in it
 * @param compacted the newest compacted revision; -1 if none
 * @param hashKv etcd's HashKV at its revision
 */
public record Beginning(BackupId base, long revision, long compacted, long hashKv) {

    public static Beginning of(Manifest base) {
        Manifest.Facts facts = base.facts();
        return new Beginning(base.id(), facts.revision(), facts.compacted(), facts.hashKv());
    }

    /** Whether nothing was recorded of a timeline beyond what the backup holds. */
    public boolean isAllOf(RecordedTimeline timeline) {
        return base.equals(timeline.base()) && timeline.last() <= revision;
    }

    /** Whether a member says the same of its revision; after a compaction nobody can tell. */
    public boolean isSaid(HashKv said) {
        return said.hash() == hashKv && said.compactRevision() == compacted;
    }

    byte[] toJson() {
        JsonObject json = JsonObject.builder()
                .put("base", base.toString())
                .put("revision", revision)
                .put("compacted", compacted)
                .put("hashKv", hashKv)
                .build();
        return Json.write(json).getBytes(StandardCharsets.UTF_8);
    }

    static Beginning fromJson(byte[] utf8) throws JsonException {
        JsonObject json = Json.parseObject(utf8);
        return new Beginning(
                json.string("base").flatMap(BackupId::parse).orElseThrow(() -> new JsonException("no base")),
                number(json, "revision"),
                number(json, "compacted"),
                number(json, "hashKv"));
    }

    private static long number(JsonObject json, String name) throws JsonException {
        JsonNumber number = json.number(name).orElseThrow(() -> new JsonException("'" + name + "' is missing"));
        return number.asLong();
    }
}
