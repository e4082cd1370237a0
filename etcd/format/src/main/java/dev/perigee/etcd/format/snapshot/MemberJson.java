package dev.perigee.etcd.format.snapshot;

import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import java.util.Optional;

/** Reads a member as etcd stores it: under its id in hex, as JSON. */
final class MemberJson {

    private MemberJson() {}

    static Member read(String key, byte[] json) throws JsonException {
        JsonObject object = Json.parseObject(json);
        Optional<JsonNumber> id = object.number("id");
        if (id.isEmpty() || !Long.toHexString(id.get().asUnsignedLong()).equals(key)) {
            throw new JsonException("its id isn't the one it is stored under");
        }
        return new Member(
                id.get().asUnsignedLong(),
                object.string("name").orElse(""),
                object.strings("peerURLs"),
                object.strings("clientURLs"),
                object.bool("isLearner").orElse(false));
    }
}
