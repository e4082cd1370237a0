package dev.perigee.core.kubernetes;

import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import dev.perigee.etcd.format.json.JsonValue;
import dev.perigee.etcd.format.mvcc.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a stored object. Built-in kinds: the four bytes {@code k8s\0}, then {@code runtime.Unknown} of
 * k8s.io/apimachinery's generated.proto (typeMeta=1 {apiVersion=1, kind=2}, raw=2); {@code raw} is the object, whose
 * field 1 is ObjectMeta in every kind (uid=5, ownerReferences=13 {kind=1, name=3, uid=4}). Custom resources: JSON. What can't be
 * read isn't an error: keys below {@code /registry/} may be anybody's.
 */
final class ObjectReader {

    private static final byte[] ENVELOPE = {'k', '8', 's', 0};
    private static final int TYPE_META = 1;
    private static final int RAW = 2;
    private static final int OBJECT_META = 1;
    private static final int UID = 5;
    private static final int OWNER_REFERENCES = 13;

    private ObjectReader() {}

    static KubernetesObject read(ObjectPath path, byte[] value) {
        if (startsWith(value, ENVELOPE)) {
            return protobuf(path, MemorySegment.ofArray(value).asSlice(ENVELOPE.length));
        }
        return value.length > 0 && value[0] == '{'
                ? json(path, value)
                : KubernetesObject.unread(path, ValueEncryption.of(value));
    }

    private static boolean startsWith(byte[] value, byte[] mark) {
        return value.length >= mark.length && Arrays.equals(value, 0, mark.length, mark, 0, mark.length);
    }

    private static KubernetesObject protobuf(ObjectPath path, MemorySegment unknown) {
        Map<Integer, List<MemorySegment>> envelope = fields(unknown);
        Map<Integer, List<MemorySegment>> type = fields(first(envelope, TYPE_META));
        Map<Integer, List<MemorySegment>> meta = fields(first(fields(first(envelope, RAW)), OBJECT_META));
        List<Owner> owners = meta.getOrDefault(OWNER_REFERENCES, List.of()).stream()
                .map(ObjectReader::owner)
                .toList();
        return new KubernetesObject(path, text(type, 1), text(type, 2), text(meta, UID), owners, Optional.empty());
    }

    private static Owner owner(MemorySegment reference) {
        Map<Integer, List<MemorySegment>> fields = fields(reference);
        return new Owner(
                text(fields, 1).orElse(""),
                text(fields, 3).orElse(""),
                text(fields, 4).orElse(""));
    }

    private static Map<Integer, List<MemorySegment>> fields(MemorySegment message) {
        Map<Integer, List<MemorySegment>> fields = new HashMap<>();
        ProtobufReader reader = new ProtobufReader();
        reader.begin(message, 0, message.byteSize());
        while (reader.next()) {
            if (reader.wireType() == ProtobufReader.BYTES) {
                fields.computeIfAbsent(reader.field(), number -> new ArrayList<>())
                        .add(message.asSlice(reader.start(), reader.length()));
            }
        }
        return fields;
    }

    private static MemorySegment first(Map<Integer, List<MemorySegment>> fields, int number) {
        return fields.getOrDefault(number, List.of(MemorySegment.NULL)).getFirst();
    }

    private static Optional<String> text(Map<Integer, List<MemorySegment>> fields, int number) {
        return Optional.of(first(fields, number))
                .filter(segment -> segment.byteSize() > 0)
                .map(segment ->
                        new String(segment.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8));
    }

    private static KubernetesObject json(ObjectPath path, byte[] value) {
        try {
            JsonObject object = Json.parseObject(value);
            JsonObject meta = object.object("metadata")
                    .orElseGet(() -> JsonObject.builder().build());
            return new KubernetesObject(
                    path,
                    object.string("apiVersion"),
                    object.string("kind"),
                    meta.string("uid"),
                    owners(meta),
                    Optional.empty());
        } catch (JsonException e) {
            return KubernetesObject.unread(path, Optional.empty()); // whatever it is, it is no object
        }
    }

    private static List<Owner> owners(JsonObject meta) throws JsonException {
        List<Owner> owners = new ArrayList<>();
        if (meta.get("ownerReferences").isEmpty()) {
            return owners;
        }
        for (JsonValue each : meta.array("ownerReferences")) {
            if (each instanceof JsonObject owner) {
                owners.add(new Owner(
                        owner.string("kind").orElse(""),
                        owner.string("name").orElse(""),
                        owner.string("uid").orElse("")));
            }
        }
        return owners;
    }
}
