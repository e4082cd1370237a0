package dev.perigee.core.spool;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import dev.perigee.etcd.format.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which sinks still have to get a spooled backup.
 *
 * @param manifest the backup as etcd sent it
 * @param sinks their names, in the job's order
 * @param encoded other forms of its body that lie here
 */
public record Owed(Manifest manifest, List<String> sinks, List<Encoded> encoded) {

    /** Copies the lists. */
    public Owed {
        sinks = List.copyOf(sinks);
        encoded = List.copyOf(encoded);
    }

    /**
     * A backup that lies here as etcd sent it.
     *
     * @param manifest the backup
     * @param sinks who has to get it
     */
    public Owed(Manifest manifest, List<String> sinks) {
        this(manifest, sinks, List.of());
    }

    /**
     * A form of the body.
     *
     * @param fingerprint of the settings that it was made by
     * @param manifest the backup as a sink with these settings gets it
     * @param untried whether nobody has read it back, though there were identities: none of them fitted
     */
    public record Encoded(String fingerprint, Manifest manifest, boolean untried) {

        Encoded(String fingerprint, Manifest manifest) {
            this(fingerprint, manifest, false);
        }

        Encoded tried() {
            return new Encoded(fingerprint, manifest);
        }
    }

    Owed without(String sink) {
        return new Owed(
                manifest, sinks.stream().filter(name -> !name.equals(sink)).toList(), encoded);
    }

    Owed withoutForm(String fingerprint) {
        return new Owed(
                manifest,
                sinks,
                encoded.stream()
                        .filter(form -> !form.fingerprint().equals(fingerprint))
                        .toList());
    }

    Owed with(Encoded another) {
        Owed others = withoutForm(another.fingerprint());
        return new Owed(
                manifest,
                sinks,
                Stream.concat(others.encoded.stream(), Stream.of(another)).toList());
    }

    Optional<Encoded> encoded(String fingerprint) {
        return encoded.stream()
                .filter(form -> form.fingerprint().equals(fingerprint))
                .findFirst();
    }

    byte[] toJson() {
        JsonObject.Builder json =
                JsonObject.builder().put("owed", JsonArray.ofStrings(sinks)).put("manifest", text(manifest));
        if (!encoded.isEmpty()) {
            json.put("encoded", new JsonArray(encoded.stream().map(Owed::json).toList()));
        }
        return Json.write(json.build()).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonValue json(Encoded form) {
        JsonObject.Builder json =
                JsonObject.builder().put("fingerprint", form.fingerprint()).put("manifest", text(form.manifest()));
        if (form.untried()) {
            json.put("untried", true);
        }
        return json.build();
    }

    private static String text(Manifest manifest) {
        return new String(ManifestJson.write(manifest), StandardCharsets.UTF_8);
    }

    static Owed fromJson(String what, byte[] utf8) throws JsonException, UnreadableManifest {
        JsonObject json = Json.parseObject(utf8);
        List<Encoded> encoded = new ArrayList<>();
        for (JsonValue value : json.array("encoded")) {
            if (!(value instanceof JsonObject form)) {
                throw new JsonException("'encoded' must hold objects only");
            }
            encoded.add(new Encoded(
                    required(form, "fingerprint"),
                    manifest(what, form),
                    form.get("untried").isPresent()));
        }
        return new Owed(manifest(what, json), json.strings("owed"), encoded);
    }

    private static Manifest manifest(String what, JsonObject json) throws JsonException, UnreadableManifest {
        return ManifestJson.read(what, required(json, "manifest").getBytes(StandardCharsets.UTF_8));
    }

    private static String required(JsonObject json, String name) throws JsonException {
        return json.string(name).orElseThrow(() -> new JsonException("'" + name + "' is missing"));
    }
}
