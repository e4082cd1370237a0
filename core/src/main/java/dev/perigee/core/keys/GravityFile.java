package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A file in the form of Gravity's {@code export}, understood to its end. It has no digest: only its grammar is proven. */
final class GravityFile implements DumpFile {

    private final Path path;
    private final long entries;

    private GravityFile(Path path, long entries) {
        this.path = path;
        this.entries = entries;
    }

    static GravityFile open(Path path) throws IOException {
        return new GravityFile(path, read(path, entry -> {}));
    }

    @Override
    public Path path() {
        return path;
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
        read(path, visitor);
    }

    private static long read(Path path, EntryVisitor visitor) throws IOException {
        long count = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            GravityElements elements = new GravityElements(in, path.toString());
            for (Optional<byte[]> next = elements.next(); next.isPresent(); next = elements.next()) {
                count++;
                visitor.entry(entry(path, count, next.get()));
            }
        }
        return count;
    }

    private static KeyEntry entry(Path path, long position, byte[] text) throws IOException {
        try {
            JsonObject json = Json.parseObject(text);
            String key = json.string("key").orElseThrow(() -> new JsonException("'key' is missing"));
            String value = json.string("value").orElse("");
            return KeyEntry.of(Bytes.of(key), DumpLine.decode("value", value));
        } catch (JsonException e) {
            throw new DamagedDumpException(path.toString(), "entry " + position, e);
        }
    }
}
