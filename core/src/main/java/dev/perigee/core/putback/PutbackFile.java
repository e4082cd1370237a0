package dev.perigee.core.putback;

import dev.perigee.api.Sha256;
import dev.perigee.core.keys.DamagedDumpException;
import dev.perigee.core.keys.FlatJson;
import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.keys.LeaseTime;
import dev.perigee.core.keys.Lines;
import dev.perigee.core.look.ChangeVisitor;
import dev.perigee.core.look.KeyChange;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.format.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done to each key: how the cluster has it, and how it is to become. Written whole before the first key is, so it
 * can be done from here, and undone. Opening one reads it to its end and checks its digest.
 */
public final class PutbackFile {

    /** Two values of 1.5 MiB, escaped to six times their size. */
    private static final int MAX_LINE = 20 << 20;

    private final Path path;
    private final Reading proven;

    private PutbackFile(Path path, Reading proven) {
        this.path = path;
        this.proven = proven;
    }

    /**
     * Opens and proves a file.
     *
     * @param path the file
     * @return the file
     * @throws DamagedDumpException if it is cut, changed, or no such file
     * @throws IOException if it can't be read
     */
    public static PutbackFile open(Path path) throws IOException {
        return new PutbackFile(path, new Reading(path, change -> {}).run());
    }

    /**
     * What it was made of.
     *
     * @return as the plan saw it
     */
    public PutbackHeader header() {
        return proven.header.orElseThrow();
    }

    /**
     * The leases of the keys as the cluster had them.
     *
     * @return in the order of the file
     */
    public List<LeaseTime> leasesBefore() {
        return List.copyOf(proven.before);
    }

    /**
     * The leases of the keys as they are to become.
     *
     * @return in the order of the file
     */
    public List<LeaseTime> leasesAfter() {
        return List.copyOf(proven.after);
    }

    /**
     * How many keys there are.
     *
     * @return from 0 up
     */
    public long size() {
        return proven.count;
    }

    /**
     * Shows every key, ascending.
     *
     * @param visitor is shown them: before is what the cluster had, after what it is to become
     * @throws DamagedDumpException if the file has changed since it was opened
     * @throws IOException if it can't be read, or from the visitor
     */
    public void forEach(ChangeVisitor visitor) throws IOException {
        new Reading(path, visitor).run();
    }

    /** One reading of the file. */
    private static final class Reading {

        private final Path path;
        private final ChangeVisitor visitor;
        private final MessageDigest digest = Sha256.digester();
        private final List<LeaseTime> before = new ArrayList<>();
        private final List<LeaseTime> after = new ArrayList<>();
        private Optional<PutbackHeader> header = Optional.empty();
        private long count;
        private long line;
        private boolean ended;

        Reading(Path path, ChangeVisitor visitor) {
            this.path = path;
            this.visitor = visitor;
        }

        Reading run() throws IOException {
            try (InputStream in = Files.newInputStream(path)) {
                Lines lines = new Lines(in, MAX_LINE);
                for (Optional<byte[]> next = lines.next(); next.isPresent(); next = lines.next()) {
                    line++;
                    take(next.get());
                }
            }
            if (!ended) {
                throw new DamagedDumpException(
                        path.toString(), "is cut: its last line, with count and sha256, is missing");
            }
            return this;
        }

        private void take(byte[] text) throws IOException {
            Optional<KeyChange> change;
            try {
                change = understood(text);
            } catch (JsonException e) {
                throw new DamagedDumpException(path.toString(), "line " + line, e);
            }
            if (change.isPresent()) {
                visitor.change(change.get());
            }
        }

        private Optional<KeyChange> understood(byte[] text) throws JsonException {
            FlatJson json = FlatJson.parse(text);
            if (ended || json.has("format") != (line == 1)) {
                throw new JsonException("is no file that 'keys restore' wrote: its lines are in no such order");
            }
            if (json.has("sha256")) {
                check(json);
                return Optional.empty();
            }
            digest.update(text);
            if (json.has("format")) {
                header = Optional.of(header(json));
            } else if (json.has("beforeLeaseId")) {
                before.add(lease(json, "beforeLeaseId"));
            } else if (json.has("afterLeaseId")) {
                after.add(lease(json, "afterLeaseId"));
            } else {
                count++;
                return Optional.of(change(json));
            }
            return Optional.empty();
        }

        private void check(FlatJson json) throws JsonException {
            ended = true;
            if (json.requiredNumber("count") != count
                    || !json.requiredText("sha256")
                            .equals(Sha256.of(digest.digest()).toString())) {
                throw new JsonException("the file was changed: it isn't what its count and digest say");
            }
        }
    }

    private static PutbackHeader header(FlatJson json) throws JsonException {
        if (!json.requiredText("format").equals(PutbackLines.FORMAT)) {
            throw new JsonException("is no file that 'keys restore' wrote");
        }
        if (json.requiredNumber("version") > PutbackLines.VERSION) {
            throw new JsonException("a newer release wrote it; use that one");
        }
        try {
            return new PutbackHeader(
                    hex(json.requiredText("clusterId")),
                    json.requiredNumber("revision"),
                    json.requiredNumber("sourceRevision"),
                    Instant.parse(json.requiredText("time")));
        } catch (DateTimeException e) {
            throw new JsonException("'time' is no time", e);
        }
    }

    private static KeyChange change(FlatJson json) throws JsonException {
        Bytes key = bytes(json, "key").orElseThrow(() -> new JsonException("'key' is missing"));
        KeyChange change = new KeyChange(side(json, "before", key), side(json, "after", key));
        if (change.before().isEmpty() && change.after().isEmpty()) {
            throw new JsonException("neither before nor after is there");
        }
        return change;
    }

    private static Optional<KeyEntry> side(FlatJson json, String side, Bytes key) throws JsonException {
        Optional<Bytes> value = bytes(json, side + "Value");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> lease = json.text(side + "Lease");
        return Optional.of(new KeyEntry(
                key, value, 0, json.requiredNumber(side + "ModRevision"), 0, lease.isPresent() ? hex(lease.get()) : 0));
    }

    private static LeaseTime lease(FlatJson json, String id) throws JsonException {
        return new LeaseTime(
                hex(json.requiredText(id)), json.requiredNumber("grantedTtl"), json.requiredNumber("remainingTtl"));
    }

    private static Optional<Bytes> bytes(FlatJson json, String name) throws JsonException {
        Optional<String> encoded = json.text(name + "Base64");
        if (encoded.isEmpty()) {
            return json.text(name).map(Bytes::of);
        }
        try {
            return Optional.of(Bytes.of(Base64.getDecoder().decode(encoded.get())));
        } catch (IllegalArgumentException e) {
            throw new JsonException("'" + name + "Base64' is no base64", e);
        }
    }

    private static long hex(String text) throws JsonException {
        try {
            return Long.parseUnsignedLong(text, 16);
        } catch (NumberFormatException e) {
            throw new JsonException("an id is no hexadecimal number", e);
        }
    }
}
