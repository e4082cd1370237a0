package dev.perigee.etcd.format.snapshot;

import static dev.perigee.etcd.format.fixture.PageBytes.inline;
import static dev.perigee.etcd.format.fixture.TestStore.compaction;
import static dev.perigee.etcd.format.fixture.TestStore.delete;
import static dev.perigee.etcd.format.fixture.TestStore.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.format.fixture.PageBytes;
import dev.perigee.etcd.format.fixture.PageBytes.Item;
import dev.perigee.etcd.format.fixture.TestDatabase;
import dev.perigee.etcd.format.fixture.TestStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HashKV of random histories under random compactions, beside a model that says it in a few lines. */
class HashKvModelTest {

    private static final int STORES = 400;
    private static final int MOST_ROWS = 12;

    @TempDir
    private Path directory;

    /** A row of the model. */
    private record Change(long main, String key, boolean tombstone) {
        Item item() {
            return tombstone ? delete(main, key) : put(main, 0, key);
        }
    }

    @Test
    void randomHistoriesHashAsTheModelSaysInOnePassAndInTwo() throws IOException {
        Set<Boolean> leftOut = new HashSet<>();
        for (int seed = 0; seed < STORES; seed++) {
            Random random = new Random(seed);
            List<Change> rows = rows(random);
            long newest = rows.getLast().main();
            long compacted = 1 + random.nextInt((int) newest);
            long revision = compacted + random.nextInt((int) (newest - compacted + 1));
            List<Change> hashed = hashed(rows, revision, compacted);

            leftOut.add(hashed.size()
                    < rows.stream().filter(row -> row.main() <= revision).count());
            assertEquals(
                    new HashKv(crc(hashed), revision, compacted), hashKv(rows, revision, compacted), "seed " + seed);
        }
        assertTrue(leftOut.contains(true) && leftOut.contains(false), "both kinds of store were there");
    }

    private static List<Change> rows(Random random) {
        List<Change> rows = new ArrayList<>();
        int keys = 1 + random.nextInt(MOST_ROWS);
        int count = 1 + random.nextInt(MOST_ROWS);
        for (int main = 2; main < 2 + count; main++) {
            rows.add(new Change(main, "key " + random.nextInt(keys), random.nextInt(4) == 0));
        }
        return rows;
    }

    private static List<Change> hashed(List<Change> rows, long revision, long compacted) {
        Map<String, Change> last = new HashMap<>();
        rows.stream().filter(row -> row.main() <= revision).forEach(row -> last.put(row.key(), row));
        last.values().removeIf(Change::tombstone);
        return rows.stream()
                .filter(row -> row.main() <= revision)
                .filter(row -> row.main() > compacted || last.isEmpty() || last.containsValue(row))
                .filter(row -> row.main() != compacted || !row.tombstone())
                .toList();
    }

    private HashKv hashKv(List<Change> rows, long revision, long compacted) throws IOException {
        List<Item> buckets = TestStore.buckets(
                inline("key", rows.stream().map(Change::item).toList()), compaction("finishedCompactRev", compacted));
        TestDatabase database = new TestDatabase(4096);
        try (Snapshot snapshot =
                Snapshot.open(database.finish(database.leaf(buckets)).write(directory))) {
            HashKv alone = snapshot.hashKv(revision, Progress.NONE);
            Checks checks = new Checks(false, OptionalLong.of(revision));
            assertEquals(alone, snapshot.check(checks, Progress.NONE).hashKv().orElseThrow());
            return alone;
        }
    }

    private static long crc(List<Change> rows) {
        CRC32C crc = new CRC32C();
        crc.update(PageBytes.ascii("key"));
        for (Change row : rows) {
            crc.update(row.item().key());
            crc.update(row.item().value());
        }
        return crc.getValue();
    }
}
