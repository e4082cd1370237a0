package dev.perigee.etcd.format.bbolt.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.InstalledServer;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Databases made by our own writer, and what etcd's own tools say about them. */
final class Samples {

    private Samples() {}

    static NavigableMap<byte[], byte[]> bucket() {
        return new TreeMap<>(Arrays::compareUnsigned);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] revision(long main, long sub) {
        return ByteBuffer.allocate(17)
                .putLong(main)
                .put((byte) '_')
                .putLong(sub)
                .array();
    }

    /** A row's value: a KeyValue with key, revisions, version and value. */
    static byte[] row(long main, int valueBytes) {
        byte[] key = ascii("k%07d".formatted(main));
        ByteBuffer row = ByteBuffer.allocate(64 + valueBytes).put((byte) 0x0A).put((byte) key.length);
        row.put(key).put((byte) 0x10);
        varint(row, main);
        varint(row.put((byte) 0x18), main);
        row.put((byte) 0x20).put((byte) 1).put((byte) 0x2A);
        varint(row, valueBytes);
        row.position(row.position() + valueBytes);
        return Arrays.copyOf(row.array(), row.position());
    }

    private static void varint(ByteBuffer out, long value) {
        long rest = value;
        for (; rest >= 0x80; rest >>>= 7) {
            out.put((byte) (rest & 0x7F | 0x80));
        }
        out.put((byte) rest);
    }

    /** The ten buckets of an etcd database with these rows in the key bucket. */
    static Map<String, NavigableMap<byte[], byte[]>> etcd(NavigableMap<byte[], byte[]> rows) {
        Map<String, NavigableMap<byte[], byte[]>> buckets = new TreeMap<>();
        for (String name : List.of("alarm", "auth", "authRoles", "authUsers", "cluster", "lease", "members_removed")) {
            buckets.put(name, bucket());
        }
        buckets.get("auth").put(ascii("authRevision"), new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
        buckets.put("members", bucket());
        buckets.get("members")
                .put(ascii("628170c800dbcee"), ascii("{\"id\":443629905751424238,\"peerURLs\":[\"http://a:1\"]}"));
        buckets.put("meta", bucket());
        buckets.get("meta").put(ascii("consistent_index"), new byte[] {0, 0, 0, 0, 0, 0, 0, 7});
        buckets.put("key", rows);
        return buckets;
    }

    static NavigableMap<byte[], byte[]> rows(int count, int valueBytes) {
        NavigableMap<byte[], byte[]> rows = bucket();
        for (int i = 0; i < count; i++) {
            rows.put(revision(i + 2L, 0), row(i + 2L, valueBytes));
        }
        return rows;
    }

    static void write(Path file, int pageSize, double fill, Map<String, NavigableMap<byte[], byte[]>> buckets)
            throws IOException {
        try (BboltWriter writer = BboltWriter.create(file, pageSize, fill)) {
            for (var bucket : buckets.entrySet()) {
                BucketContent content = new BucketContent();
                bucket.getValue().forEach(content::put);
                writer.bucket(
                        bucket.getKey().getBytes(StandardCharsets.ISO_8859_1),
                        entries -> content.forEach(entries::put));
            }
            writer.finish();
        }
    }

    static Map<String, NavigableMap<byte[], byte[]>> read(Path file, int pageSize) throws IOException {
        Map<String, NavigableMap<byte[], byte[]>> buckets = new TreeMap<>();
        try (ProvenFile proven = ProvenFile.open(file, pageSize)) {
            for (var bucket : proven.buckets().entrySet()) {
                NavigableMap<byte[], byte[]> entries = bucket();
                proven.entries(
                        bucket.getValue(), (key, value) -> entries.put(ProvenFile.bytes(key), ProvenFile.bytes(value)));
                buckets.put(bucket.getKey(), entries);
            }
        }
        return buckets;
    }

    static void assertSame(
            Map<String, NavigableMap<byte[], byte[]>> expected, Map<String, NavigableMap<byte[], byte[]>> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, entries) -> {
            NavigableMap<byte[], byte[]> others = actual.get(name);
            assertEquals(entries.size(), others.size(), name);
            var other = others.entrySet().iterator();
            for (var entry : entries.entrySet()) {
                var its = other.next();
                assertEquals(0, Arrays.compare(entry.getKey(), its.getKey()), name);
                assertEquals(0, Arrays.compare(entry.getValue(), its.getValue()), name);
            }
        });
    }

    /** Has bbolt's own checker look at the file. */
    static void assertBboltFindsNothing(Path file) {
        String bbolt = InstalledServer.binary("bbolt", "bbolt").toString();
        CommandResult result = Command.run(Map.of(), List.of(bbolt, "check", file.toString()));
        assertEquals("OK", result.orFail().stdout().strip());
    }

    /** The status hash, as etcd's own tool computes it. */
    static long statusHash(Path file) {
        String json = RealEtcd.etcdutlOf("3.7", "snapshot", "status", file.toString(), "-w", "json")
                .orFail()
                .stdout();
        Matcher hash = Pattern.compile("\"hash\":(\\d+)").matcher(json);
        if (!hash.find()) {
            throw new AssertionError(json);
        }
        return Long.parseLong(hash.group(1));
    }
}
