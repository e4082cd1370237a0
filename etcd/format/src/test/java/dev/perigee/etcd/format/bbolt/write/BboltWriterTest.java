package dev.perigee.etcd.format.bbolt.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BboltWriterTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({"1024,0.5", "1024,0.9", "4096,1.0", "4096,0.9", "16384,0.9", "65536,0.9"})
    void whatIsWrittenIsReadBackAtEveryPageSizeAndFill(int pageSize, double fill) throws Exception {
        Path file = dir.resolve("db");
        var buckets = Samples.etcd(Samples.rows(5_000, 100));

        Samples.write(file, pageSize, fill, buckets);

        Samples.assertSame(buckets, Samples.read(file, pageSize));
        Samples.assertBboltFindsNothing(file);
    }

    /** Keys as long as half a page leave room for two children at most: the tree grows deep, and the last page is short. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 100, 257})
    void noBranchPageHasASingleChild(int entries) throws Exception {
        Path file = dir.resolve("db");
        NavigableMap<byte[], byte[]> longKeys = Samples.bucket();
        for (int i = 0; i < entries; i++) {
            longKeys.put(Samples.ascii("%0500d".formatted(i)), new byte[600]);
        }
        Map<String, NavigableMap<byte[], byte[]>> buckets = Map.of("deep", longKeys);

        Samples.write(file, 1024, 1.0, buckets);

        Samples.assertSame(buckets, Samples.read(file, 1024));
        Samples.assertBboltFindsNothing(file);
        assertEquals(0, Branches.withFewerThanTwoChildren(file, 1024));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyContentSurvives(long seed) throws Exception {
        Random random = new Random(seed);
        int pageSize = 1024 << random.nextInt(4);
        Map<String, NavigableMap<byte[], byte[]>> buckets = new TreeMap<>();
        for (int i = random.nextInt(1, 40); i > 0; i--) {
            buckets.put("bucket" + random.nextInt(1_000_000), randomBucket(random, pageSize));
        }
        Path file = dir.resolve("db");

        Samples.write(file, pageSize, 0.3 + 0.7 * random.nextDouble(), buckets);

        Samples.assertSame(buckets, Samples.read(file, pageSize));
        Samples.assertBboltFindsNothing(file);
        assertEquals(0, Branches.withFewerThanTwoChildren(file, pageSize));
    }

    private static NavigableMap<byte[], byte[]> randomBucket(Random random, int pageSize) {
        NavigableMap<byte[], byte[]> bucket = Samples.bucket();
        int longestKey = random.nextInt(1, pageSize);
        int longestValue = random.nextInt(1, 3 * pageSize);
        for (int i = random.nextInt(300); i > 0; i--) {
            byte[] key = new byte[random.nextInt(1, longestKey + 1)];
            byte[] value = new byte[random.nextInt(longestValue)];
            random.nextBytes(key);
            random.nextBytes(value);
            bucket.put(key, value);
        }
        return bucket;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4000, 4030, 4040, 4045, 4046, 4047, 4048, 4049, 4050, 4060, 8190, 1_572_864, 10_485_760})
    void valuesAroundAPagesEndAndFarBeyondSurvive(int valueBytes) throws Exception {
        Path file = dir.resolve("db");
        var buckets = Samples.etcd(Samples.rows(3, valueBytes));

        Samples.write(file, 4096, 0.9, buckets);

        Samples.assertSame(buckets, Samples.read(file, 4096));
        Samples.assertBboltFindsNothing(file);
    }

    @Test
    void aRootOfManyInlineBucketsBecomesABranch() throws Exception {
        Path file = dir.resolve("db");
        Map<String, NavigableMap<byte[], byte[]>> buckets = new TreeMap<>(Samples.etcd(Samples.rows(3, 10)));
        for (int i = 0; i < 60; i++) {
            NavigableMap<byte[], byte[]> small = Samples.bucket();
            small.put(Samples.ascii("key"), new byte[200]);
            buckets.put("small%02d".formatted(i), small);
        }

        Samples.write(file, 1024, 0.9, buckets);

        Samples.assertSame(buckets, Samples.read(file, 1024));
        Samples.assertBboltFindsNothing(file);
    }

    @Test
    void keysThatDontAscendAreRefused() throws Exception {
        try (BboltWriter writer = BboltWriter.create(dir.resolve("db"), 4096, 0.9)) {
            MemorySegment key = MemorySegment.ofArray(new byte[] {1});

            var refusal = assertThrows(
                    IllegalArgumentException.class,
                    () -> writer.bucket(new byte[] {'b'}, entries -> {
                        entries.put(key, key);
                        entries.put(key, key);
                    }));

            assertEquals("the key 01 comes behind 01; keys must ascend", refusal.getMessage());
        }
    }

    @Test
    void aFileThatWasNotFinishedCantBeOpened() throws Exception {
        Path file = dir.resolve("db");
        try (BboltWriter writer = BboltWriter.create(file, 4096, 0.9)) {
            writer.bucket(new byte[] {'b'}, entries -> {
                for (int i = 0; i < 200; i++) {
                    entries.put(MemorySegment.ofArray(Samples.revision(i, 0)), MemorySegment.ofArray(new byte[8192]));
                }
            });
        }

        assertThrows(IOException.class, () -> ProvenFile.open(file, 4096));
    }

    @Test
    void anExistingFileIsLeftAlone() throws Exception {
        Path file = Files.writeString(dir.resolve("db"), "precious");

        assertThrows(FileAlreadyExistsException.class, () -> BboltWriter.create(file, 4096, 0.9));

        assertEquals("precious", Files.readString(file));
    }

    @Test
    void etcdutlReadsTheStatusOfTheFileInTheSpecsExample() throws Exception {
        Path file = dir.resolve("db");
        NavigableMap<byte[], byte[]> rows = Samples.bucket();
        rows.put(Samples.revision(2, 0), java.util.HexFormat.of().parseHex("0a01611002180220012a0131"));
        rows.put(Samples.revision(3, 0), java.util.HexFormat.of().parseHex("0a01621003180320012a0132"));
        byte[] tombstone = java.util.Arrays.copyOf(Samples.revision(4, 0), 18);
        tombstone[17] = 't';
        rows.put(tombstone, java.util.HexFormat.of().parseHex("0a0161"));
        var buckets = Samples.etcd(rows);
        buckets.get("cluster").put(Samples.ascii("clusterVersion"), Samples.ascii("3.4.0"));
        buckets.get("lease")
                .put(
                        java.util.HexFormat.of().parseHex("3ceea20407389108"),
                        java.util.HexFormat.of().parseHex("0888a2e2b9c0c0a8f73c10901c"));
        buckets.get("members")
                .put(
                        Samples.ascii("628170c800dbcee"),
                        Samples.ascii("{\"id\":443629905751424238,\"peerURLs\":[\"http://127.0.0.1:32380\"],"
                                + "\"name\":\"n1\",\"clientURLs\":[\"http://127.0.0.1:32379\"]}"));

        Samples.write(file, 4096, 0.9, buckets);

        assertEquals(0x5a69c618L, Samples.statusHash(file));
    }
}
