package dev.perigee.core.history.spool;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of the last comparison of a timeline with what a member said.
 *
 * @param timeline which
 * @param at when it was looked at
 * @param doubted the compact revision of the seal that wasn't what the sinks hold; empty if none is
 */
public record LastComparison(BackupId timeline, Instant at, Optional<Long> doubted) {

    byte[] toJson() {
        JsonObject.Builder json =
                JsonObject.builder().put("timeline", timeline.toString()).put("at", at.toString());
        doubted.ifPresent(compacted -> json.put("doubted", compacted));
        return Json.write(json.build()).getBytes(StandardCharsets.UTF_8);
    }

    static LastComparison fromJson(byte[] utf8) throws JsonException {
        JsonObject json = Json.parseObject(utf8);
        Optional<JsonNumber> doubted = json.number("doubted");
        return new LastComparison(
                json.string("timeline").flatMap(BackupId::parse).orElseThrow(() -> new JsonException("no timeline")),
                Instant.parse(json.string("at").orElse("")),
                doubted.isPresent() ? Optional.of(doubted.get().asLong()) : Optional.empty());
    }
}
