package dev.perigee.cli.snapshot;

import dev.perigee.api.Sha256;
import dev.perigee.etcd.format.bbolt.write.BboltWriter;
import dev.perigee.etcd.format.bbolt.write.BboltWriter.Entries;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A snapshot of very many small keys, in transactions of a hundred: a server would take minutes to make it. */
final class MillionRows {

    private static final int IN_A_TRANSACTION = 100;
    private static final byte[] VALUE = ascii("a value");

    private MillionRows() {}

    static void write(Path file, int rows) throws IOException {
        try (BboltWriter writer = BboltWriter.create(file, 4096, BboltWriter.DEFAULT_FILL)) {
            for (String name : List.of("alarm", "auth", "authRoles", "authUsers", "cluster")) {
                writer.bucket(ascii(name), entries -> {});
            }
            writer.bucket(ascii("key"), entries -> keys(entries, rows));
            for (String name : List.of("lease", "members", "members_removed")) {
                writer.bucket(ascii(name), entries -> {});
            }
            writer.bucket(ascii("meta"), MillionRows::meta);
            writer.finish();
        }
        Files.write(file, Sha256.digest(Files.readAllBytes(file)).bytes(), StandardOpenOption.APPEND);
    }

    private static void meta(Entries entries) throws IOException {
        put(entries, ascii("consistent_index"), number(9));
        put(entries, ascii("storageVersion"), ascii("3.6.0"));
        put(entries, ascii("term"), number(2));
    }

    private static void keys(Entries entries, int rows) throws IOException {
        for (int row = 0; row < rows; row++) {
            int main = 2 + row / IN_A_TRANSACTION;
            byte[] revision = ByteBuffer.allocate(17)
                    .putLong(main)
                    .put((byte) '_')
                    .putLong(row % IN_A_TRANSACTION)
                    .array();
            put(entries, revision, keyValue(main, ascii("%08d".formatted(row))));
        }
    }

    /** An mvccpb.KeyValue: key, create_revision, mod_revision, version, value. */
    private static byte[] keyValue(int revision, byte[] key) {
        ByteBuffer row = ByteBuffer.allocate(2 + key.length + 8 + 2 + 2 + VALUE.length);
        row.put((byte) 0x0a).put((byte) key.length).put(key);
        varint(row.put((byte) 0x10), revision);
        varint(row.put((byte) 0x18), revision);
        row.put((byte) 0x20).put((byte) 1);
        return row.put((byte) 0x2a).put((byte) VALUE.length).put(VALUE).array();
    }

    /** Three bytes, whatever the number: longer than it need be, and right. */
    private static void varint(ByteBuffer row, int number) {
        row.put((byte) (number & 0x7f | 0x80))
                .put((byte) (number >>> 7 & 0x7f | 0x80))
                .put((byte) (number >>> 14));
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void put(Entries entries, byte[] key, byte[] value) throws IOException {
        entries.put(MemorySegment.ofArray(key), MemorySegment.ofArray(value));
    }
}
