package dev.perigee.core.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.etcd.client.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedRunsTest {

    @TempDir
    Path folder;

    @Test
    void theLastRowOfEachKeyComesOutInOrderHoweverLittleFitsInMemory() throws IOException {
        for (long memory : new long[] {1, 2_000, 50_000, 1 << 20}) {
            Random random = new Random(memory);
            TreeMap<Bytes, KeyEntry> expected = new TreeMap<>();
            List<KeyEntry> shown = new ArrayList<>();

            try (SortedRuns runs = new SortedRuns(folder, memory)) {
                for (int revision = 2; revision < 500; revision++) {
                    KeyEntry row = row(random, revision);
                    runs.add(row);
                    if (row.value().isPresent()) {
                        expected.put(row.key(), row);
                    } else {
                        expected.remove(row.key());
                    }
                }
                runs.forEach(shown::add);
            }

            assertEquals(List.copyOf(expected.values()), shown);
            assertEquals(0, Files.list(folder).count());
        }
    }

    private static KeyEntry row(Random random, int revision) {
        Bytes key = Bytes.of("/key/" + random.nextInt(80));
        Optional<Bytes> value =
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(Bytes.of("v".repeat(random.nextInt(50))));
        return new KeyEntry(key, value, revision, revision, 1, random.nextInt(3));
    }
}
