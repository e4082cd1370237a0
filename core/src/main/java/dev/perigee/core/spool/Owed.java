package dev.perigee.core.spool;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which sinks still have to get a spooled backup.
 *
 * @param manifest the backup
 * @param sinks their names, in the job's order
 */
public record Owed(Manifest manifest, List<String> sinks) {

    /** Copies the list. */
    public Owed {
        sinks = List.copyOf(sinks);
    }

    Owed without(String sink) {
        return new Owed(
                manifest, sinks.stream().filter(name -> !name.equals(sink)).toList());
    }

    byte[] toJson() {
        String manifestText = new String(ManifestJson.write(manifest), StandardCharsets.UTF_8);
        JsonObject json = JsonObject.builder()
                .put("owed", JsonArray.ofStrings(sinks))
                .put("manifest", manifestText)
                .build();
        return Json.write(json).getBytes(StandardCharsets.UTF_8);
    }

    static Owed fromJson(String what, byte[] utf8) throws JsonException, UnreadableManifest {
        JsonObject json = Json.parseObject(utf8);
        String manifest = json.string("manifest").orElseThrow(() -> new JsonException("'manifest' is missing"));
        return new Owed(ManifestJson.read(what, manifest.getBytes(StandardCharsets.UTF_8)), json.strings("owed"));
    }
}
