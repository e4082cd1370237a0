package dev.perigee.core.restore;

import dev.perigee.api.Sha256;
import dev.perigee.etcd.format.bbolt.Meta;
import dev.perigee.etcd.format.bbolt.write.BboltWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A database as an etcd server would have written it, made by hand: for cases that a server comes to only rarely. */
final class SyntheticDatabase {

    private static final String[] BUCKETS = {
        "alarm", "auth", "authRoles", "authUsers", "cluster", "key", "lease", "members", "members_removed", "meta"
    };

    private final NavigableMap<String, NavigableMap<byte[], byte[]>> buckets = new TreeMap<>();
    private int pageSize = 4096;
    private OptionalLong transaction = OptionalLong.empty();

    SyntheticDatabase() {
        for (String bucket : BUCKETS) {
            buckets.put(bucket, new TreeMap<>(Arrays::compareUnsigned));
        }
        set("auth", "authRevision", new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
        set("cluster", "clusterVersion", ascii("3.5.0"));
        set(
                "members",
                "8e9e05c52164694d",
                ascii("{\"id\":10276657743932975437,\"peerURLs\":[\"http://localhost:2380\"],\"name\":\"old\","
                        + "\"clientURLs\":[\"http://localhost:2379\"]}"));
        set("meta", "consistent_index", number(9000));
        set("meta", "term", number(5));
    }

    /** The number of the newest transaction, which both metas count up to. */
    SyntheticDatabase transaction(long number) {
        transaction = OptionalLong.of(number);
        return this;
    }

    SyntheticDatabase pageSize(int bytes) {
        pageSize = bytes;
        return this;
    }

    SyntheticDatabase set(String bucket, String key, byte[] value) {
        return set(bucket, ascii(key), value);
    }

    SyntheticDatabase set(String bucket, byte[] key, byte[] value) {
        bucket(bucket).put(key, value);
        return this;
    }

    SyntheticDatabase bucketOf(String name, int entries, int valueBytes) {
        for (int i = 0; i < entries; i++) {
            set(name, "entry%04d".formatted(i), new byte[valueBytes]);
        }
        return this;
    }

    private NavigableMap<byte[], byte[]> bucket(String name) {
        return buckets.computeIfAbsent(name, any -> new TreeMap<>(Arrays::compareUnsigned));
    }

    /** Rows of one key each, from a revision on. */
    SyntheticDatabase rows(long firstRevision, int count, int valueBytes) {
        for (long revision = firstRevision; revision < firstRevision + count; revision++) {
            row(revision, 0, "key%08d".formatted(revision), valueBytes);
        }
        return this;
    }

    SyntheticDatabase row(long main, long sub, String key, int valueBytes) {
        ByteBuffer row = ByteBuffer.allocate(100 + valueBytes);
        field(row, 1, key.length()).put(ascii(key));
        varint(row.put((byte) 0x10), main);
        varint(row.put((byte) 0x18), main);
        varint(row.put((byte) 0x20), 1);
        byte[] value = new byte[valueBytes];
        Arrays.fill(value, (byte) ('a' + main % 26));
        field(row, 5, valueBytes).put(value);
        return set("key", revision(main, sub), Arrays.copyOf(row.array(), row.position()));
    }

    static byte[] keyValue(String key, long create, long mod, long version, long lease) {
        ByteBuffer row = ByteBuffer.allocate(200);
        field(row, 1, key.length()).put(ascii(key));
        varint(row.put((byte) 0x10), create);
        varint(row.put((byte) 0x18), mod);
        varint(row.put((byte) 0x20), version);
        field(row, 5, 1).put((byte) 'v');
        varint(row.put((byte) 0x30), lease);
        return Arrays.copyOf(row.array(), row.position());
    }

    SyntheticDatabase tombstone(long main, String key) {
        byte[] name = Arrays.copyOf(revision(main, 0), 18);
        name[17] = 't';
        ByteBuffer row = field(ByteBuffer.allocate(100), 1, key.length()).put(ascii(key));
        return set("key", name, Arrays.copyOf(row.array(), row.position()));
    }

    /** Writes it as a snapshot, with etcd's digest behind. */
    Path snapshot(Path file) {
        try {
            database(file);
            MessageDigest digester = Sha256.digester();
            try (var in = Files.newInputStream(file)) {
                byte[] buffer = new byte[1 << 20];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digester.update(buffer, 0, n);
                }
            }
            return Files.write(file, digester.digest(), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes it as a member's own file, without a digest. */
    Path database(Path file) {
        try (BboltWriter writer = BboltWriter.create(file, pageSize, 0.9)) {
            for (var bucket : buckets.entrySet()) {
                writer.bucket(ascii(bucket.getKey()), entries -> {
                    for (var entry : bucket.getValue().entrySet()) {
                        entries.put(MemorySegment.ofArray(entry.getKey()), MemorySegment.ofArray(entry.getValue()));
                    }
                });
            }
            writer.finish();
            if (transaction.isPresent()) {
                number(file, transaction.getAsLong());
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void number(Path file, long newest) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer metas = ByteBuffer.allocate(2 * pageSize);
            channel.read(metas, 0);
            for (int page = 0; page < 2; page++) {
                MemorySegment place = MemorySegment.ofArray(metas.array()).asSlice((long) page * pageSize);
                Meta meta = Meta.read(place).orElseThrow();
                new Meta(pageSize, meta.root(), 0, meta.freelist(), meta.pages(), newest - page).write(place, page);
            }
            channel.write(metas.rewind(), 0);
        }
    }

    /** A database that lists its free pages, as etcd on Windows and macOS keeps it. */
    Path withStoredFreelist(Path file, int freePages) {
        database(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer metas = ByteBuffer.allocate(2 * pageSize);
            channel.read(metas, 0);
            Meta last = Meta.read(MemorySegment.ofArray(metas.array()).asSlice(pageSize))
                    .orElseThrow();
            long freelist = last.pages() + freePages;
            ByteBuffer page = freelistPage(freelist, last.pages(), freePages);
            channel.write(page, freelist * pageSize);
            long pages = freelist + page.capacity() / pageSize;
            Meta next = new Meta(pageSize, last.root(), 0, freelist, pages, last.transaction() + 1);
            next.write(MemorySegment.ofArray(metas.array()), 0);
            channel.write(metas.rewind(), 0);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ByteBuffer freelistPage(long id, long firstFree, int count) {
        boolean many = count >= 0xFFFF;
        int bytes = 16 + 8 * (count + (many ? 1 : 0));
        int pages = (bytes + pageSize - 1) / pageSize;
        ByteBuffer page = ByteBuffer.allocate(pages * pageSize).order(ByteOrder.LITTLE_ENDIAN);
        page.putLong(id)
                .putShort((short) 0x10)
                .putShort((short) (many ? 0xFFFF : count))
                .putInt(pages - 1);
        if (many) {
            page.putLong(count);
        }
        for (int i = 0; i < count; i++) {
            page.putLong(firstFree + i);
        }
        return page.rewind();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] number(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    static byte[] revision(long main, long sub) {
        return ByteBuffer.allocate(17)
                .putLong(main)
                .put((byte) '_')
                .putLong(sub)
                .array();
    }

    private static ByteBuffer field(ByteBuffer out, int number, int length) {
        varint(out.put((byte) (number << 3 | 2)), length);
        return out;
    }

    private static void varint(ByteBuffer out, long value) {
        long rest = value;
        for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
            out.put((byte) (rest & 0x7F | 0x80));
        }
        out.put((byte) rest);
    }
}
