import dev.perigee.etcd.format.bbolt.write.BboltWriter;
import dev.perigee.etcd.format.bbolt.write.BboltWriter.Entries;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Random;

/** Writes a snapshot of so many keys with values of so many bytes, a hundred keys a transaction: {@code FILE KEYS BYTES}. */
final class BulkSnapshot {

    private static final int IN_A_TRANSACTION = 100;
    private static final int NOISE = 1 << 20;

    private BulkSnapshot() {}

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        int keys = Integer.parseInt(args[1]);
        byte[] noise = new byte[NOISE + Integer.parseInt(args[2])];
        new Random(1).nextBytes(noise);
        try (BboltWriter writer = BboltWriter.create(file, 4096, BboltWriter.DEFAULT_FILL)) {
            for (String name : new String[] {"alarm", "auth", "authRoles", "authUsers", "cluster"}) {
                writer.bucket(ascii(name), entries -> {});
            }
            writer.bucket(ascii("key"), entries -> keys(entries, keys, noise));
            for (String name : new String[] {"lease", "members", "members_removed"}) {
                writer.bucket(ascii(name), entries -> {});
            }
            writer.bucket(ascii("meta"), BulkSnapshot::meta);
            writer.finish();
        }
        Files.write(file, digest(file), StandardOpenOption.APPEND);
    }

    private static void meta(Entries entries) throws IOException {
        put(entries, ascii("consistent_index"), ByteBuffer.allocate(8).putLong(9).array());
        put(entries, ascii("storageVersion"), ascii("3.6.0"));
        put(entries, ascii("term"), ByteBuffer.allocate(8).putLong(2).array());
    }

    private static void keys(Entries entries, int keys, byte[] noise) throws IOException {
        int size = noise.length - NOISE;
        ByteBuffer row = ByteBuffer.allocate(size + 64);
        for (int number = 0; number < keys; number++) {
            int main = 2 + number / IN_A_TRANSACTION;
            byte[] revision = ByteBuffer.allocate(17).putLong(main).put((byte) '_').putLong(number % IN_A_TRANSACTION).array();
            keyValue(row.clear(), main, ascii(String.format("/bench/%010d", number)));
            varint(row.put((byte) 0x2a), size);
            row.put(noise, number * 31 & NOISE - 1, size).flip();
            entries.put(MemorySegment.ofArray(revision), MemorySegment.ofArray(row.array()).asSlice(0, row.limit()));
        }
    }

    /** An mvccpb.KeyValue but for its value: key, create_revision, mod_revision, version. */
    private static void keyValue(ByteBuffer row, int revision, byte[] key) {
        row.put((byte) 0x0a).put((byte) key.length).put(key);
        varint(row.put((byte) 0x10), revision);
        varint(row.put((byte) 0x18), revision);
        row.put((byte) 0x20).put((byte) 1);
    }

    private static void varint(ByteBuffer row, int number) {
        int rest = number;
        for (; rest >= 0x80; rest >>>= 7) {
            row.put((byte) (rest & 0x7f | 0x80));
        }
        row.put((byte) rest);
    }

    private static byte[] digest(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return digest.digest();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void put(Entries entries, byte[] key, byte[] value) throws IOException {
        entries.put(MemorySegment.ofArray(key), MemorySegment.ofArray(value));
    }
}
