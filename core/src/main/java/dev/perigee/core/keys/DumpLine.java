package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.format.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** A line of Perigee's own form of a dump, understood. What {@link DumpLines} writes. */
sealed interface DumpLine {

    /** What the member {@code format} of the first line says. */
    String FORMAT = "perigee-keys";

    /** The newest version of the form that this release reads, and the one it writes. */
    int VERSION = 1;

    /** The first line. */
    record Header(DumpHeader header) implements DumpLine {}

    /** A key. */
    record Entry(KeyEntry entry) implements DumpLine {}

    /** A lease. */
    record Lease(LeaseTime lease) implements DumpLine {}

    /** The last line. */
    record Trailer(long count, String sha256) implements DumpLine {}

    /** Understands a line; which kind it is, its members tell. */
    static DumpLine parse(byte[] utf8) throws JsonException {
        FlatJson json = FlatJson.parse(utf8);
        if (json.has("sha256")) {
            return new Trailer(json.requiredNumber("count"), json.requiredText("sha256"));
        }
        if (json.has("format")) {
            return new Header(header(json));
        }
        return json.has("leaseId") ? new Lease(lease(json)) : new Entry(entry(json));
    }

    private static DumpHeader header(FlatJson json) throws JsonException {
        long version = json.requiredNumber("version");
        if (version > VERSION) {
            throw new JsonException("the file has version " + version + " of the format, and this release reads "
                    + VERSION + "; use a newer release");
        }
        return new DumpHeader(clusterId(json), json.requiredNumber("revision"), time(json), leftOut(json));
    }

    private static OptionalLong clusterId(FlatJson json) throws JsonException {
        Optional<String> hex = json.text("clusterId");
        return hex.isPresent() ? OptionalLong.of(hex("clusterId", hex.get())) : OptionalLong.empty();
    }

    private static Instant time(FlatJson json) throws JsonException {
        String text = json.requiredText("time");
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new JsonException("'time' is no time: " + text, e);
        }
    }

    private static DumpHeader.LeftOut leftOut(FlatJson json) throws JsonException {
        String word = json.text("valuesLeftOut").orElse("none");
        try {
            return DumpHeader.LeftOut.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new JsonException("'valuesLeftOut' is '" + word + "'; it takes none, secrets or all", e);
        }
    }

    private static KeyEntry entry(FlatJson json) throws JsonException {
        Bytes key = bytes(json, "key").orElseThrow(() -> new JsonException("'key' is missing"));
        Optional<String> lease = json.text("lease");
        return new KeyEntry(
                key,
                bytes(json, "value"),
                json.number("createRevision").orElse(0),
                json.number("modRevision").orElse(0),
                json.number("version").orElse(0),
                lease.isPresent() ? hex("lease", lease.get()) : 0);
    }

    private static LeaseTime lease(FlatJson json) throws JsonException {
        return new LeaseTime(
                hex("leaseId", json.requiredText("leaseId")),
                json.requiredNumber("grantedTtl"),
                json.requiredNumber("remainingTtl"));
    }

    private static Optional<Bytes> bytes(FlatJson json, String name) throws JsonException {
        Optional<String> text = json.text(name);
        Optional<String> encoded = json.text(name + "Base64");
        if (text.isPresent() && encoded.isPresent()) {
            throw new JsonException("'" + name + "' and '" + name + "Base64' are both there");
        }
        return encoded.isPresent()
                ? Optional.of(decode(name, encoded.get()))
                : (text.isPresent() ? Optional.of(text(name, text.get())) : Optional.empty());
    }

    /** Bytes from text, of which the escapes of JSON can make half a character. */
    static Bytes text(String name, String text) throws JsonException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new JsonException("'" + name + "' holds half of a character, which is no text");
        }
        return Bytes.of(text);
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
}
