package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The lines of Perigee's own form of a dump as JSON objects. The form is described in {@code docs/key-dump-format.md}. */
final class EntryJson {

    /** What the member {@code format} of the first line says. */
    static final String FORMAT = "perigee-keys";

    /** The newest version of the form that this release reads, and the one it writes. */
    static final int VERSION = 1;

    private EntryJson() {}

    static JsonObject header(DumpHeader header) {
        JsonObject.Builder json = JsonObject.builder().put("format", FORMAT).put("version", VERSION);
        header.clusterId().ifPresent(id -> json.put("clusterId", Long.toHexString(id)));
        return json.put("revision", header.revision())
                .put("time", header.time().toString())
                .put("valuesLeftOut", header.valuesLeftOut().name().toLowerCase(Locale.ROOT))
                .build();
    }

    static DumpHeader header(JsonObject json) throws JsonException {
        long version = required(json, "version");
        if (version > VERSION) {
            throw new JsonException("the file has version " + version + " of the format, and this release reads "
                    + VERSION + "; use a newer release");
        }
        return new DumpHeader(clusterId(json), required(json, "revision"), time(json), leftOut(json));
    }

    private static OptionalLong clusterId(JsonObject json) throws JsonException {
        Optional<String> hex = json.string("clusterId");
        return hex.isPresent() ? OptionalLong.of(hex("clusterId", hex.get())) : OptionalLong.empty();
    }

    private static Instant time(JsonObject json) throws JsonException {
        String text = json.string("time").orElseThrow(() -> new JsonException("'time' is missing"));
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new JsonException("'time' is no time: " + text, e);
        }
    }

    private static DumpHeader.LeftOut leftOut(JsonObject json) throws JsonException {
        String word = json.string("valuesLeftOut").orElse("none");
        try {
            return DumpHeader.LeftOut.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new JsonException("'valuesLeftOut' is '" + word + "'; it takes none, secrets or all", e);
        }
    }

    static JsonObject entry(KeyEntry entry) {
        JsonObject.Builder json = JsonObject.builder();
        put(json, "key", entry.key());
        entry.value().ifPresent(value -> put(json, "value", value));
        json.put("createRevision", entry.createRevision())
                .put("modRevision", entry.modRevision())
                .put("version", entry.version());
        if (entry.lease() != 0) {
            json.put("lease", Long.toHexString(entry.lease()));
        }
        return json.build();
    }

    static KeyEntry entry(JsonObject json) throws JsonException {
        Bytes key = bytes(json, "key").orElseThrow(() -> new JsonException("'key' is missing"));
        Optional<String> lease = json.string("lease");
        return new KeyEntry(
                key,
                bytes(json, "value"),
                number(json, "createRevision"),
                number(json, "modRevision"),
                number(json, "version"),
                lease.isPresent() ? hex("lease", lease.get()) : 0);
    }

    static JsonObject lease(LeaseTime lease) {
        return JsonObject.builder()
                .put("leaseId", Long.toHexString(lease.id()))
                .put("grantedTtl", lease.grantedSeconds())
                .put("remainingTtl", lease.remainingSeconds())
                .build();
    }

    static LeaseTime lease(JsonObject json) throws JsonException {
        String id = json.string("leaseId").orElseThrow(() -> new JsonException("'leaseId' is missing"));
        return new LeaseTime(hex("leaseId", id), required(json, "grantedTtl"), required(json, "remainingTtl"));
    }

    private static void put(JsonObject.Builder json, String name, Bytes bytes) {
        bytes.utf8()
                .ifPresentOrElse(
                        text -> json.put(name, text),
                        () -> json.put(name + "Base64", Base64.getEncoder().encodeToString(bytes.toByteArray())));
    }

    private static Optional<Bytes> bytes(JsonObject json, String name) throws JsonException {
        Optional<String> text = json.string(name);
        Optional<String> encoded = json.string(name + "Base64");
        if (text.isPresent() && encoded.isPresent()) {
            throw new JsonException("'" + name + "' and '" + name + "Base64' are both there");
        }
        return encoded.isPresent() ? Optional.of(decode(name, encoded.get())) : text.map(Bytes::of);
    }

    /** Bytes from base64, as a member of that name holds it. */
    static Bytes decode(String name, String base64) throws JsonException {
        try {
            return Bytes.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new JsonException("'" + name + "' is no base64", e);
        }
    }

    private static long hex(String name, String text) throws JsonException {
        try {
            return Long.parseUnsignedLong(text, 16);
        } catch (NumberFormatException e) {
            throw new JsonException("'" + name + "' is no hexadecimal id: " + text, e);
        }
    }

    static long required(JsonObject json, String name) throws JsonException {
        return json.number(name)
                .orElseThrow(() -> new JsonException("'" + name + "' is missing"))
                .asLong();
    }

    private static long number(JsonObject json, String name) throws JsonException {
        Optional<JsonNumber> number = json.number(name);
        return number.isPresent() ? number.get().asLong() : 0;
    }
}
