package dev.perigee.core.keys;

import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A file in the form of Gravity's {@code export}, understood to its end. It has no digest: only its grammar is proven. */
final class GravityFile implements DumpFile {

    private final Content content;
    private final String name;
    private final long entries;

    private GravityFile(Content content, String name, long entries) {
        this.content = content;
        this.name = name;
        this.entries = entries;
    }

    static GravityFile open(Content content, String name) throws IOException {
        return new GravityFile(content, name, read(content, name, entry -> {}));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long entries() {
        return entries;
    }

    @Override
    public OptionalLong clusterId() {
        return OptionalLong.empty();
    }

    @Override
    public Collection<LeaseTime> leases() {
        return List.of();
    }

    @Override
    public boolean keysAreRelative() {
        return true;
    }

    @Override
    public void forEach(EntryVisitor visitor) throws IOException {
        read(content, name, visitor);
    }

    private static long read(Content content, String name, EntryVisitor visitor) throws IOException {
        long count = 0;
        try (InputStream in = new BufferedInputStream(content.open(), 1 << 16)) {
            GravityElements elements = new GravityElements(in, name);
            for (Optional<byte[]> next = elements.next(); next.isPresent(); next = elements.next()) {
                count++;
                visitor.entry(entry(name, count, next.get()));
            }
        }
        return count;
    }

    private static KeyEntry entry(String name, long position, byte[] text) throws IOException {
        try {
            JsonObject json = Json.parseObject(text);
            String key = json.string("key").orElseThrow(() -> new JsonException("'key' is missing"));
            String value = json.string("value").orElse("");
            return KeyEntry.of(DumpLine.text("key", key), DumpLine.decode("value", value));
        } catch (JsonException e) {
            throw new DamagedDumpException(name, "entry " + position, e);
        }
    }
}
