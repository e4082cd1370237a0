package dev.perigee.cli.etcdctl;

import dev.perigee.etcd.client.Alarm;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdMember;
import dev.perigee.etcd.client.KeyValue;
import dev.perigee.etcd.client.ResponseHeader;
import java.math.BigInteger;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An object in JSON as Go's encoder writes etcd's messages: fields in the order they were added, bytes in base64, unsigned
 * ids as numbers.
 */
final class JsonObject {

    /** What Go's encoder writes for a list that was never made. */
    static final Object NULL = new Object();

    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** A field that is there whatever its value. */
    JsonObject always(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    /** A field that is left out at zero: 0, false, no text, no bytes, no elements, no message. */
    JsonObject unlessZero(String name, Object value) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(present -> fields.put(name, present));
        } else if (!isZero(value)) {
            fields.put(name, value);
        }
        return this;
    }

    /** JSON of anything that a field may be. */
    static String of(Object value) {
        if (value == NULL) {
            return "null";
        }
        return switch (value) {
            case JsonObject object ->
                object.fields.entrySet().stream()
                        .map(field -> GoText.json(field.getKey()) + ":" + of(field.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(JsonObject::of).collect(Collectors.joining(",", "[", "]"));
            case Bytes bytes -> '"' + Base64.getEncoder().encodeToString(bytes.toByteArray()) + '"';
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> GoText.json(value.toString());
        };
    }

    static BigInteger unsigned(long id) {
        return new BigInteger(Long.toUnsignedString(id));
    }

    /** An answer that begins with its header. */
    static JsonObject of(ResponseHeader header) {
        return header.isAbsent() ? new JsonObject() : new JsonObject().always("header", header(header));
    }

    static JsonObject header(ResponseHeader header) {
        return new JsonObject()
                .unlessZero("cluster_id", unsigned(header.clusterId()))
                .unlessZero("member_id", unsigned(header.memberId()))
                .unlessZero("revision", header.revision())
                .unlessZero("raft_term", unsigned(header.raftTerm()));
    }

    static JsonObject of(KeyValue keyValue) {
        return new JsonObject()
                .unlessZero("key", keyValue.key())
                .unlessZero("create_revision", keyValue.createRevision())
                .unlessZero("mod_revision", keyValue.modRevision())
                .unlessZero("version", keyValue.version())
                .unlessZero("value", keyValue.value())
                .unlessZero("lease", keyValue.lease());
    }

    static JsonObject of(EtcdMember member) {
        return new JsonObject()
                .unlessZero("ID", unsigned(member.id()))
                .unlessZero("name", member.name())
                .unlessZero("peerURLs", member.peerUrls())
                .unlessZero("clientURLs", member.clientUrls())
                .unlessZero("isLearner", member.learner());
    }

    static JsonObject of(Alarm alarm) {
        return new JsonObject()
                .unlessZero("memberID", unsigned(alarm.memberId()))
                .unlessZero("alarm", alarm.type());
    }

    static List<JsonObject> keyValues(List<KeyValue> keyValues) {
        return keyValues.stream().map(JsonObject::of).toList();
    }

    static List<JsonObject> members(List<EtcdMember> members) {
        return members.stream().map(JsonObject::of).toList();
    }

    private static boolean isZero(Object value) {
        return switch (value) {
            case BigInteger number -> number.signum() == 0;
            case Number number -> number.longValue() == 0;
            case Boolean flag -> !flag;
            case String text -> text.isEmpty();
            case Bytes bytes -> bytes.length() == 0;
            case List<?> list -> list.isEmpty();
            default -> false;
        };
    }
}
