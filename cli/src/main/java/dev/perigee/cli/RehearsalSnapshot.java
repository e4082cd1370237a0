package dev.perigee.cli;

import dev.perigee.etcd.format.bbolt.write.BboltWriter;
import dev.perigee.etcd.format.bbolt.write.BboltWriter.Entries;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A snapshot to rehearse with: rows enough for the JVM to find out which loops are hot, and to take notes of it. */
final class RehearsalSnapshot {

    private static final int ROWS = 20_000;
    private static final int PAGE_SIZE = 4096;

    /** Some stores are many small rows, others a few large ones: one row of ten runs on over pages of its own. */
    private static final byte[] SMALL = new byte[300];

    private static final byte[] LARGE = new byte[8192];
    private static final String MEMBER = "{\"id\":10276657743932975437,\"peerURLs\":[\"http://localhost:2380\"],"
            + "\"name\":\"default\",\"clientURLs\":[\"http://localhost:2379\"]}";

    private RehearsalSnapshot() {}

    static void write(Path file) throws IOException {
        try (BboltWriter writer = BboltWriter.create(file, PAGE_SIZE, BboltWriter.DEFAULT_FILL)) {
            empty(writer, "alarm", "auth", "authRoles", "authUsers");
            writer.bucket(ascii("cluster"), entries -> put(entries, ascii("clusterVersion"), ascii("3.6.0")));
            writer.bucket(ascii("key"), RehearsalSnapshot::rows);
            empty(writer, "lease");
            writer.bucket(ascii("members"), entries -> put(entries, ascii("8e9e05c52164694d"), ascii(MEMBER)));
            empty(writer, "members_removed");
            writer.bucket(ascii("meta"), RehearsalSnapshot::meta);
            writer.finish();
        }
        Files.write(file, sha256(Files.readAllBytes(file)), StandardOpenOption.APPEND);
    }

    /** In every store of etcd's there are these, and a reader for each. */
    private static void empty(BboltWriter writer, String... names) throws IOException {
        for (String name : names) {
            writer.bucket(ascii(name), entries -> {});
        }
    }

    /** After a compaction, HashKV has to know of each row whether its key was written again. */
    private static void meta(Entries entries) throws IOException {
        put(entries, ascii("consistent_index"), number(ROWS));
        put(entries, ascii("finishedCompactRev"), rowKey(ROWS / 2));
        put(entries, ascii("storageVersion"), ascii("3.6.0"));
        put(entries, ascii("term"), number(2));
    }

    private static void rows(Entries entries) throws IOException {
        for (long revision = 2; revision < 2 + ROWS; revision++) {
            put(entries, rowKey(revision), row(revision));
        }
    }

    private static void put(Entries entries, byte[] key, byte[] value) throws IOException {
        entries.put(MemorySegment.ofArray(key), MemorySegment.ofArray(value));
    }

    private static byte[] rowKey(long revision) {
        return ByteBuffer.allocate(17)
                .putLong(revision)
                .put((byte) '_')
                .putLong(0)
                .array();
    }

    /** An mvccpb.KeyValue: key, create_revision, mod_revision, version, value. */
    private static byte[] row(long revision) {
        byte[] name = ascii("%08d".formatted(revision));
        byte[] value = revision % 10 == 0 ? LARGE : SMALL;
        ByteBuffer row = ByteBuffer.allocate(40 + value.length);
        row.put((byte) 0x0A).put((byte) name.length).put(name);
        varint(row.put((byte) 0x10), revision);
        varint(row.put((byte) 0x18), revision);
        varint(row.put((byte) 0x20), 1);
        varint(row.put((byte) 0x2A), value.length);
        row.put(value);
        byte[] whole = new byte[row.position()];
        row.flip().get(whole);
        return whole;
    }

    private static void varint(ByteBuffer out, long value) {
        long rest = value;
        for (; rest >= 0x80; rest >>>= 7) {
            out.put((byte) (rest & 0x7F | 0x80));
        }
        out.put((byte) rest);
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every runtime must have", e);
        }
    }
}
