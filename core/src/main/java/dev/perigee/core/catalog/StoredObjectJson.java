package dev.perigee.core.catalog;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.core.encoding.Decoding;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Writes and reads what records say of a stored object: where it is, how long, its digests, and how it is encoded. */
public final class StoredObjectJson {

    private StoredObjectJson() {}

    /**
     * Writes one.
     *
     * @param object the object
     * @return as {@code docs/stored-format.md} has it
     */
    public static JsonObject write(StoredObject object) {
        JsonObject.Builder json = JsonObject.builder()
                .put("role", object.role())
                .put("key", object.key().value())
                .put("length", object.length())
                .put("sha256", object.sha256().toString())
                .put("encoding", JsonArray.ofStrings(object.encoding()));
        object.plain().ifPresent(plain -> json.put("plain", plain(plain)));
        if (!object.recipients().isEmpty()) {
            json.put("recipients", JsonArray.ofStrings(object.recipients()));
        }
        object.companions().ifPresent(companions -> companions(json, companions));
        return json.build();
    }

    private static void companions(JsonObject.Builder json, StoredObject.Companions companions) {
        json.put("files", companions.files()).put("sinks", JsonArray.ofStrings(companions.sinks()));
        companions.encryptionKeys().ifPresent(keys -> json.put("encryptionKeys", JsonArray.ofStrings(keys)));
        if (!companions.lacks().isEmpty()) {
            json.put("lacks", JsonArray.ofStrings(companions.lacks()));
        }
    }

    private static JsonObject plain(StoredObject.Plain plain) {
        return JsonObject.builder()
                .put("length", plain.length())
                .put("sha256", plain.sha256().toString())
                .build();
    }

    /**
     * Reads one. A key, a digest or an encoding that is none is an IllegalArgumentException.
     *
     * @param object what was written
     * @return the object
     * @throws JsonException if something is missing
     */
    public static StoredObject read(JsonObject object) throws JsonException {
        return new StoredObject(
                string(object, "role"),
                ObjectKey.of(string(object, "key")),
                number(object, "length"),
                Sha256.parse(string(object, "sha256")),
                Decoding.requireNames(object.strings("encoding")),
                readPlain(object),
                object.strings("recipients"),
                readCompanions(object));
    }

    private static Optional<StoredObject.Companions> readCompanions(JsonObject object) throws JsonException {
        if (!string(object, "role").equals(Manifest.COMPANIONS)) {
            return Optional.empty();
        }
        Optional<List<String>> keys = object.get("encryptionKeys").isPresent()
                ? Optional.of(object.strings("encryptionKeys"))
                : Optional.empty();
        return Optional.of(new StoredObject.Companions(
                Math.toIntExact(number(object, "files")), object.strings("sinks"), keys, object.strings("lacks")));
    }

    private static Optional<StoredObject.Plain> readPlain(JsonObject object) throws JsonException {
        Optional<JsonObject> plain = object.object("plain");
        return plain.isEmpty()
                ? Optional.empty()
                : Optional.of(new StoredObject.Plain(
                        number(plain.get(), "length"), Sha256.parse(string(plain.get(), "sha256"))));
    }

    private static String string(JsonObject json, String name) throws JsonException {
        return json.string(name).orElseThrow(() -> missing(name));
    }

    private static long number(JsonObject json, String name) throws JsonException {
        JsonNumber number = json.number(name).orElseThrow(() -> missing(name));
        return number.asLong();
    }

    private static JsonException missing(String name) {
        return new JsonException("'" + name + "' is missing");
    }
}
