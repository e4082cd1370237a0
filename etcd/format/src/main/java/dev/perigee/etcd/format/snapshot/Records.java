package dev.perigee.etcd.format.snapshot;

import static dev.perigee.etcd.format.mvcc.ProtobufReader.BYTES;
import static dev.perigee.etcd.format.mvcc.ProtobufReader.VARINT;

import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import dev.perigee.etcd.format.mvcc.MessageShape;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server must be able to read in its small buckets, or it panics when it starts. Tried on etcd 3.4 to 3.7. Pure. */
final class Records {

    /** {@code authpb.User} of etcd's {@code api/authpb/auth.proto}. */
    static final MessageShape USER = new MessageShape(
            Map.of(1, BYTES, 2, BYTES, 3, BYTES, 4, BYTES), Map.of(4, MessageShape.of(Map.of(1, VARINT))));

    /** {@code authpb.Role}. */
    static final MessageShape ROLE = new MessageShape(
            Map.of(1, BYTES, 2, BYTES), Map.of(2, MessageShape.of(Map.of(1, VARINT, 2, BYTES, 3, BYTES))));

    /** {@code leasepb.Lease}. */
    static final MessageShape LEASE = MessageShape.of(Map.of(1, VARINT, 2, VARINT, 3, VARINT));

    /** {@code etcdserverpb.AlarmMember}. */
    static final MessageShape ALARM = MessageShape.of(Map.of(1, VARINT, 2, VARINT));

    private static final Pattern VERSION =
            Pattern.compile("([0-9]{1,9})\\.([0-9]{1,9})\\.[0-9]{1,9}([-+][0-9A-Za-z.+-]+)?");

    private Records() {}

    /** Whether a text is a version, as etcd's semver reads it. */
    static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    /** Whether a version of the storage is one that has versions: those before 3.6 write none. */
    static boolean mayBeStorage(String version) {
        Matcher parts = VERSION.matcher(version);
        return !parts.matches()
                || Integer.parseInt(parts.group(1)) > 3
                || (Integer.parseInt(parts.group(1)) == 3 && Integer.parseInt(parts.group(2)) >= 6);
    }

    /** Whether the record of a downgrade can be read, and names its target if it is under way. */
    static boolean isDowngrade(byte[] value) {
        try {
            JsonObject json = Json.parseObject(value);
            return !json.bool("enabled").orElse(false)
                    || isVersion(json.string("target-version").orElse(""));
        } catch (JsonException e) {
            return false;
        }
    }
}
