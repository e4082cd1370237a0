package dev.perigee.etcd.format.snapshot;

import static dev.perigee.etcd.format.fixture.PageBytes.ascii;
import static dev.perigee.etcd.format.fixture.PageBytes.bucket;
import static dev.perigee.etcd.format.fixture.PageBytes.child;
import static dev.perigee.etcd.format.fixture.PageBytes.header;
import static dev.perigee.etcd.format.fixture.PageBytes.item;
import static dev.perigee.etcd.format.fixture.TestStore.compaction;
import static dev.perigee.etcd.format.fixture.TestStore.delete;
import static dev.perigee.etcd.format.fixture.TestStore.put;
import static dev.perigee.etcd.format.snapshot.RealSnapshots.etcdctl;
import static dev.perigee.etcd.format.snapshot.RealSnapshots.save;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.format.fixture.PageBytes.Item;
import dev.perigee.etcd.format.fixture.TestDatabase;
import dev.perigee.etcd.format.fixture.TestStore;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamProofTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void whatServersSendIsProvenWhileItPasses(String version) throws IOException {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            assertProven(save(etcd, directory, "empty"));
            etcdctl(etcd, "put", "one", "1");
            assertProven(save(etcd, directory, "one"));
            assertProven(RealSnapshots.busy(etcd, directory));
            etcd.load(4, 1_000_000);
            etcd.load(300, 8_192);
            etcd.load(2_000, 1_024);
            assertProven(save(etcd, directory, "large"));
            etcdctl(etcd, "del", "key-000000", "--prefix");
            Path deleted = save(etcd, directory, "deleted");
            assertProven(deleted);
            etcdctl(etcd, "compact", Long.toString(revision(deleted)), "--physical");
            etcd.load(50, 3_000);
            assertProven(save(etcd, directory, "many-free-pages"));
            etcdctl(etcd, "defrag");
            assertProven(save(etcd, directory, "defragmented"));
            RealSnapshots.auth(etcd);
            Path file = directory.resolve("auth-" + version + ".db");
            etcdctl(etcd, "--user=root:secret", "snapshot", "save", file.toString());
            assertProven(file);
        }
    }

    private static long revision(Path file) throws IOException {
        return BothProofs.ofFile(file).orElseThrow().facts().currentRevision();
    }

    private static void assertProven(Path file) throws IOException {
        assertTrue(BothProofs.agree(file), file + " was proven while it passed");
    }

    @Test
    void randomHistoriesUnderRandomCompactionsComeToTheSame() throws IOException {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<Item> rows = rows(random);
            Item[] compactions = {compaction("scheduledCompactRev", 1 + random.nextInt(rows.size() + 1))};
            TestDatabase database = database(spread(rows, random), random.nextBoolean() ? compactions : new Item[0]);

            assertTrue(BothProofs.agree(database.write(directory)), "seed " + seed);
        }
    }

    private static List<Item> rows(Random random) {
        List<Item> rows = new ArrayList<>();
        int count = 2 + random.nextInt(60);
        for (int main = 2; main < 2 + count; main++) {
            String key = "key " + random.nextInt(count);
            rows.add(random.nextInt(4) == 0 ? delete(main, key) : put(main, 0, key, value(random)));
        }
        return rows;
    }

    private static byte[] value(Random random) {
        byte[] kind = ascii("k8s:enc:aescbc:v1:key" + random.nextInt(3) + ":");
        return Arrays.copyOf(random.nextBoolean() ? kind : new byte[0], random.nextInt(3000));
    }

    private static List<List<Item>> spread(List<Item> rows, Random random) {
        List<List<Item>> leaves = new ArrayList<>();
        for (int at = 0; at < rows.size(); ) {
            int end = Math.min(rows.size(), at + 1 + random.nextInt(9));
            leaves.add(rows.subList(at, end));
            at = end;
        }
        return leaves;
    }

    private static TestDatabase database(List<List<Item>> leaves, Item... meta) {
        TestDatabase database = new TestDatabase(4096);
        List<Item> children = new ArrayList<>();
        leaves.forEach(rows -> children.add(child(rows.getFirst().key(), database.leaf(rows))));
        long key = database.branch(children);
        return database.finish(database.leaf(TestStore.buckets(bucket("key", key), meta)));
    }

    private static List<List<Item>> leaves(int count) {
        List<List<Item>> leaves = new ArrayList<>();
        for (int main = 2; main < 2 + count; main++) {
            leaves.add(List.of(put(main, 0, "key", new byte[3000])));
        }
        return leaves;
    }

    @Test
    void whatFreePagesWereOnceMayRunOnOverPagesInUse() throws IOException {
        TestDatabase database = new TestDatabase(4096);
        long free = database.unused(1);
        long key = database.leaf(put(2, 0, "a"), put(3, 0, "b"));
        long root = database.leaf(TestStore.buckets(bucket("key", key)));
        database.finish(root).page(free).put(header(free, 2, 1, 2));

        assertTrue(BothProofs.agree(database.write(directory)));
    }

    @Test
    void pagesOverEachOtherByDesignAreDeclined() throws IOException {
        TestDatabase database = new TestDatabase(4096);
        int count = 200;
        long first = database.unused(count);
        long key = database.leaf(put(2, 0, "a"));
        database.finish(database.leaf(TestStore.buckets(bucket("key", key))));
        assertTrue(BothProofs.agree(database.write(directory)));

        for (long page = first; page < first + count; page++) {
            database.page(page).put(header(page, 1, 1, (int) (first + count - page)));
        }

        assertFalse(BothProofs.agree(database.write(directory)));
    }

    @Test
    void damageBetweenLeavesIsDeclined() throws IOException {
        List<Item> rows = List.of(put(2, 0, "a"), put(3, 0, "b"));
        Item again = item(delete(3, "b").key(), delete(3, "b").value());
        List<List<List<Item>>> spoilt = List.of(
                List.of(rows, List.of(again)),
                List.of(rows, List.of(put(2, 1, "c"))),
                List.of(rows, List.of(put(4, 0, "c"), put(3, 1, "d"))));
        assertTrue(BothProofs.agree(
                database(List.of(rows, List.of(put(4, 0, "c")))).write(directory)));
        for (List<List<Item>> leaves : spoilt) {
            Path file = database(leaves).write(directory);

            assertFalse(BothProofs.agree(file));
            assertEquals(Optional.empty(), BothProofs.ofFile(file));
        }
    }

    @Test
    void aPageReachedTwiceIsDeclined() throws IOException {
        TestDatabase database = new TestDatabase(4096);
        long leaf = database.leaf(put(2, 0, "a"));
        long key = database.branch(
                child(put(2, 0, "a").key(), leaf), child(put(3, 0, "a").key(), leaf));
        database.finish(database.leaf(TestStore.buckets(bucket("key", key))));

        assertFalse(BothProofs.agree(database.write(directory)));
    }

    @Test
    void rowsInAnotherBucketAreDeclinedAndLeftToTheFile() throws IOException {
        TestDatabase database = new TestDatabase(4096);
        List<Item> buckets = new ArrayList<>(TestStore.buckets(bucket("key", database.leaf(put(2, 0, "a")))));
        buckets.add(bucket("zoo", database.leaf(put(3, 0, "b"))));
        Path file = database.finish(database.leaf(buckets)).write(directory);

        assertFalse(BothProofs.agree(file));
        assertTrue(BothProofs.ofFile(file).isPresent());
    }

    @Test
    void aStoredListOfFreePagesIsHeldAgainstWhatIsReached() throws IOException {
        for (boolean lost : List.of(false, true)) {
            TestDatabase database = new TestDatabase(4096);
            long free = database.unused(3);
            long list = lost ? database.freelist(free, free + 1) : database.freelist(free, free + 1, free + 2);
            long key = database.leaf(put(2, 0, "a"));
            database.finish(database.leaf(TestStore.buckets(bucket("key", key))), list);

            assertEquals(!lost, BothProofs.agree(database.write(directory)));
        }
    }

    @Test
    void valuesEncryptedInMoreWaysThanAreCountedAreDeclined() throws IOException {
        for (Map.Entry<Integer, Boolean> ways : Map.of(100, true, 101, false).entrySet()) {
            List<List<Item>> leaves = new ArrayList<>();
            for (int way = 0; way < ways.getKey(); way++) {
                leaves.add(List.of(put(2 + way, 0, "key", ascii("k8s:enc:aescbc:v1:key" + way + ":"))));
            }

            assertEquals(ways.getValue(), BothProofs.agree(database(leaves).write(directory)));
        }
    }

    @Test
    void withoutItsFirstMetaPageOrItsLastBytesItIsDeclined() throws IOException {
        byte[] sound = database(leaves(20)).snapshot();
        byte[] oneMeta = sound.clone();
        oneMeta[20] ^= 1;

        assertTrue(BothProofs.streamed(sound, directory).isPresent());
        assertTrue(BothProofs.streamed(oneMeta, directory).isEmpty());
        assertTrue(BothProofs.streamed(Arrays.copyOf(sound, sound.length - 5000), directory)
                .isEmpty());
        assertTrue(BothProofs.streamed(new byte[0], directory).isEmpty());
        assertTrue(BothProofs.streamed(new byte[10_000], directory).isEmpty());
    }

    @Test
    void otherThanTheLengthThatWasToldIsDeclined() throws IOException {
        byte[] sound = database(leaves(20)).snapshot();
        for (int told : new int[] {sound.length - 1, sound.length, sound.length + 1, 0, 1 << 30}) {
            try (StreamProof proof = new StreamProof(told, false, directory)) {
                proof.update(ByteBuffer.wrap(sound));

                assertEquals(told == sound.length, proof.end().isPresent());
            }
        }
    }

    @Test
    void whatDoesNotFitIntoMemoryLiesInATemporaryFileForAsLongAsItTakes() throws IOException {
        byte[] bytes = manyRows(2_200_000);
        Path file = Files.write(directory.resolve("many.db"), bytes);
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        assertEquals(BothProofs.ofFile(file), BothProofs.streamed(bytes, temporary));
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void whereItsTemporaryFileCantBeHadAllBytesPassAndItTellsWhy() throws IOException {
        byte[] bytes = manyRows(2_200_000);
        Path missing = directory.resolve("missing");
        try (StreamProof proof = new StreamProof(bytes.length, false, missing)) {
            proof.update(ByteBuffer.wrap(bytes));
            proof.update(ByteBuffer.allocate(0));

            assertEquals(Optional.empty(), proof.end());
            assertTrue(proof.failure().orElseThrow().toString().contains(missing.toString()));
        }
    }

    @Test
    void aLeafOfMoreRowsThanAnyServerPutsIntoOneIsProvenAsInAFile() throws IOException {
        List<Item> rows = new ArrayList<>();
        for (int main = 2; main < 2 + 40_000; main++) {
            rows.add(put(main, 0, "key"));
        }

        assertTrue(BothProofs.agree(database(List.of(rows)).write(directory)));
    }

    /** As many as need the file, with 32 bytes each. */
    private static byte[] manyRows(int count) {
        TestDatabase database = new TestDatabase(65536);
        List<Item> children = new ArrayList<>();
        for (int main = 2; main < 2 + count; ) {
            List<Item> rows = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                rows.add(put(main, 0, "key " + main % 100_000, new byte[8]));
                main++;
            }
            children.add(child(rows.getFirst().key(), database.leaf(rows)));
        }
        long key = database.branch(children);
        return database.finish(database.leaf(TestStore.buckets(bucket("key", key))))
                .snapshot();
    }

    @Test
    void aStoreOfEverythingButRowsIsKeptUpToABound() throws IOException {
        for (Map.Entry<Integer, Boolean> megabytes : Map.of(8, true, 200, false).entrySet()) {
            TestDatabase database = new TestDatabase(65536);
            List<Item> children = new ArrayList<>();
            for (int i = 0; i < megabytes.getKey() * 16; i++) {
                byte[] name = ascii(String.format("%08d", i));
                children.add(child(name, database.leaf(item(name, new byte[60_000]))));
            }
            List<Item> buckets = new ArrayList<>(TestStore.buckets(bucket("key", database.leaf(put(2, 0, "a")))));
            buckets.add(bucket("zoo", database.branch(children)));
            Path file = database.finish(database.leaf(buckets)).write(directory);

            assertEquals(megabytes.getValue(), BothProofs.agree(file));
        }
    }
}
