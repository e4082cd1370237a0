package dev.perigee.core.packed;

import dev.perigee.etcd.format.bbolt.write.BboltWriter;
import dev.perigee.etcd.format.mvcc.Revision;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;

/** A store that is written to, compacted, and now and then written into another file, as a defragmentation does. */
final class RandomStore {

    private static final int[] PAGE_SIZES = {1024, 4096, 16_384};

    private final Random random;
    private final int keys;
    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    private final TreeMap<Integer, byte[]> newest = new TreeMap<>();
    private long revision = 1;
    private int leases;

    RandomStore(long seed, int keys) {
        this.random = new Random(seed);
        this.keys = keys;
    }

    /** So many transactions of one to three rows. */
    void write(int transactions) {
        for (int i = 0; i < transactions; i++) {
            revision++;
            int rowsOfIt = 1 + random.nextInt(3);
            for (int sub = 0; sub < rowsOfIt; sub++) {
                put(new Revision(revision, sub), random.nextInt(keys));
            }
        }
        leases = random.nextInt(5);
    }

    private void put(Revision at, int key) {
        byte[] name = ("/registry/things/" + key).getBytes(StandardCharsets.US_ASCII);
        byte[] value = new byte[random.nextInt(random.nextInt(20) == 0 ? 9_000 : 300)];
        random.nextBytes(value);
        RowBytes row = random.nextInt(10) == 0 && newest.containsKey(key)
                ? RowBytes.tombstone(at, name)
                : RowBytes.put(at, name, at.main(), 1, value, 0);
        rows.put(row.key(), row.value());
        newest.put(key, row.key());
    }

    /** Leaves the newest row of each key, and of deleted ones nothing. */
    void compact() {
        rows.keySet().retainAll(newest.values());
        newest.values().removeIf(row -> row.length > Revision.BYTES);
        rows.keySet().removeIf(row -> row.length > Revision.BYTES);
    }

    /** The same revisions once more, with other values: what a restore of an old backup leads to. */
    void rewrite(int count) {
        rows.keySet().stream().skip(Math.max(0, rows.size() - count)).toList().forEach(key -> {
            if (key.length == Revision.BYTES) {
                byte[] name = ("/other/" + random.nextInt()).getBytes(StandardCharsets.US_ASCII);
                long main = ByteBuffer.wrap(key).getLong();
                rows.put(
                        key,
                        RowBytes.put(new Revision(main, 0), name, main, 1, new byte[3], 0)
                                .value());
            }
        });
    }

    long bytes() {
        return rows.entrySet().stream()
                .mapToLong(row -> 8L + row.getKey().length + row.getValue().length)
                .sum();
    }

    void file(Path target) throws IOException {
        int pageSize = PAGE_SIZES[random.nextInt(PAGE_SIZES.length)];
        try (BboltWriter writer = BboltWriter.create(target, pageSize, 0.5 + random.nextDouble() / 2)) {
            writer.bucket(ascii("alarm"), entries -> {});
            writer.bucket(ascii("cluster"), entries -> put(entries, ascii("clusterVersion"), ascii("3.6.0")));
            writer.bucket(ascii("key"), entries -> {
                for (var row : rows.entrySet()) {
                    put(entries, row.getKey(), row.getValue());
                }
            });
            writer.bucket(ascii("lease"), entries -> {
                for (int lease = 1; lease <= leases; lease++) {
                    put(entries, ByteBuffer.allocate(8).putLong(lease).array(), RowBytes.lease(lease, 60));
                }
            });
            writer.bucket(
                    ascii("meta"),
                    entries -> put(
                            entries,
                            ascii("consistent_index"),
                            ByteBuffer.allocate(8).putLong(revision).array()));
            writer.finish();
        }
    }

    private static void put(BboltWriter.Entries entries, byte[] key, byte[] value) throws IOException {
        entries.put(MemorySegment.ofArray(key), MemorySegment.ofArray(value));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
