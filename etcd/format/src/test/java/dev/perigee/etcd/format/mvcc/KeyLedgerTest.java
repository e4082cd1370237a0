package dev.perigee.etcd.format.mvcc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyLedgerTest {

    /** More than fit into the memory for blocks, with 24 bytes a row. */
    private static final int MANY = 4_000_000;

    @TempDir
    Path temporary;

    @Test
    void theLastRowOfAKeyDecidesWhetherItLives() throws IOException {
        try (Arena arena = Arena.ofConfined();
                KeyLedger ledger = new KeyLedger(false, arena, temporary)) {
            ledger.add(2, 10, false);
            ledger.add(4, 10, false);
            ledger.add(2, 10, true);
            ledger.add(6, 10, true);

            assertEquals(1, ledger.settle(ledger.rows()).liveKeys());
        }
    }

    @Test
    void aRandomHistoryIsSettledAsAMapWould() throws IOException {
        Random random = new Random(7);
        Map<Long, Integer> last = new HashMap<>();
        Map<Long, Integer> lastThen = new HashMap<>();
        Set<Integer> dead = new HashSet<>();
        int rows = 200_000;
        int then = 150_000;
        try (Arena arena = Arena.ofConfined();
                KeyLedger ledger = new KeyLedger(true, arena, temporary)) {
            for (int row = 0; row < rows; row++) {
                long key = random.nextInt(50_000);
                boolean tombstone = random.nextInt(3) == 0;
                ledger.add(mixed(key), mixed(~key), tombstone);
                last.put(key, row);
                if (row < then) {
                    lastThen.put(key, row);
                }
                if (tombstone) {
                    dead.add(row);
                }
            }
            KeyLedger.Settled settled = ledger.settle(then);

            assertEquals(
                    last.values().stream().filter(row -> !dead.contains(row)).count(), settled.liveKeys());
            Set<Integer> kept = new HashSet<>(lastThen.values());
            kept.removeAll(dead);
            assertEquals(kept.size(), settled.liveKeysThen());
            for (int row = 0; row < rows; row++) {
                assertEquals(kept.contains(row), settled.isKept(row), "row " + row);
            }
        }
    }

    @Test
    void whatDoesNotFitIntoMemoryGoesToAFileThatNobodySees() throws IOException {
        try (Arena arena = Arena.ofConfined();
                KeyLedger ledger = new KeyLedger(true, arena, temporary)) {
            addMany(ledger);

            KeyLedger.Settled settled = ledger.settle(MANY);

            assertEquals(MANY / 2, settled.liveKeys());
            assertFalse(settled.isKept(0));
            assertTrue(settled.isKept(MANY - 1));
        }
        assertEquals(0, files());
    }

    @Test
    void aTemporaryDirectoryThatIsNotThereIsNamed() throws IOException {
        try (Arena arena = Arena.ofConfined();
                KeyLedger ledger = new KeyLedger(true, arena, temporary.resolve("gone"))) {
            IOException failure = assertThrows(IOException.class, () -> addMany(ledger));

            assertTrue(String.valueOf(failure.getMessage()).contains("java.io.tmpdir"), failure::getMessage);
        }
    }

    /** Each key twice. */
    private static void addMany(KeyLedger ledger) throws IOException {
        for (int row = 0; row < MANY; row++) {
            long key = row % (MANY / 2);
            ledger.add(mixed(key), mixed(~key), false);
        }
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.count();
        }
    }

    /** Spreads a number over 64 bits; a bijection but for the lowest bit, which the ledger ignores. */
    private static long mixed(long key) {
        long mixed = (key + 1) * 0x9e3779b97f4a7c15L;
        return (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
    }
}
