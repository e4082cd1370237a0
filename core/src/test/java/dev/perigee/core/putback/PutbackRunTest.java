package dev.perigee.core.putback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.keys.DamagedDumpException;
import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.keys.KeySource;
import dev.perigee.core.keys.LiveKeySource;
import dev.perigee.core.keys.MemoryKeyStore;
import dev.perigee.core.kubernetes.ObjectFilter;
import dev.perigee.core.look.KeySelection;
import dev.perigee.core.putback.PutbackStep.Action;
import dev.perigee.core.putback.PutbackStep.Direction;
import dev.perigee.etcd.client.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PutbackRunTest {

    @TempDir
    Path folder;

    private int files;

    @Test
    void underARandomWriterEachKeyIsAsThePlanSaysOrAsTheWriterLeftItAndNamed() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            MemoryKeyStore wanted = filled(random);
            MemoryKeyStore live = filled(random);
            Map<String, String> before = content(live);
            Map<String, String> goal = content(wanted);
            String prefix = random.nextBoolean() ? "/a/" : "";
            boolean prune = random.nextBoolean();
            PutbackFile plan = draft(live, wanted, prefix, prune);
            Map<String, String> written = new HashMap<>();
            interfere(live, random, written);

            Set<String> conflicts = new HashSet<>();
            PutbackReport report = run(live, plan, Direction.FORTH, conflicts);

            assertTrue(report.failure().isEmpty());
            Map<String, String> after = content(live);
            Set<String> keys = new HashSet<>(before.keySet());
            keys.addAll(goal.keySet());
            keys.addAll(written.keySet());
            for (String key : keys) {
                String expected =
                        key.startsWith(prefix) && (prune || goal.containsKey(key)) ? goal.get(key) : before.get(key);
                if (written.containsKey(key)) {
                    expected = written.get(key);
                }
                assertEquals(expected, after.get(key), "seed " + seed + ", key " + key);
            }
            assertTrue(written.keySet().containsAll(conflicts), "seed " + seed);
        }
    }

    /** Somebody else writes before this and some of the next transactions. */
    private static void interfere(MemoryKeyStore live, Random random, Map<String, String> written) {
        live.beforeNextWrite(() -> {
            for (int i = random.nextInt(4); i > 0; i--) {
                String key = key(random);
                written.put(key, "theirs" + i);
                live.put(key, "theirs" + i);
            }
            if (random.nextInt(3) > 0) {
                interfere(live, random, written);
            }
        });
    }

    @Test
    void whereverItBreaksOffTheFileUndoesItAndAgainDoesTheRest() throws IOException {
        for (int calls = 0; calls < 40; calls++) {
            for (boolean afterWriting : new boolean[] {false, true}) {
                Random random = new Random(calls);
                MemoryKeyStore wanted = large(random);
                MemoryKeyStore live = large(random);
                Map<String, String> before = content(live);
                Map<String, String> goal = content(wanted);
                PutbackFile plan = draft(live, wanted, "", true);

                live.breakOff(calls, afterWriting);
                run(live, plan, Direction.FORTH, new HashSet<>());
                live.breakOff(Integer.MAX_VALUE, false);

                if (calls % 2 == 0) {
                    assertEquals(
                            0, run(live, plan, Direction.BACK, new HashSet<>()).count(Action.CONFLICT));
                    assertEquals(before, content(live), "undone after " + calls);
                } else {
                    assertEquals(
                            0,
                            run(live, draft(live, wanted, "", true), Direction.FORTH, new HashSet<>())
                                    .count(Action.CONFLICT));
                    assertEquals(goal, content(live), "gone on after " + calls);
                }
            }
        }
    }

    @Test
    void undoLeavesAloneWhatSomebodyElseHasChangedSince() throws IOException {
        MemoryKeyStore wanted = new MemoryKeyStore();
        wanted.put("/a", "old");
        wanted.put("/b", "old");
        MemoryKeyStore live = new MemoryKeyStore();
        live.put("/a", "wrong");
        PutbackFile plan = draft(live, wanted, "", false);
        run(live, plan, Direction.FORTH, new HashSet<>());
        live.put("/b", "theirs");

        Set<String> conflicts = new HashSet<>();
        run(live, plan, Direction.BACK, conflicts);

        assertEquals(Map.of("/a", "wrong", "/b", "theirs"), content(live));
        assertEquals(Set.of("/b"), conflicts);
    }

    @Test
    void aFileThatIsCutOrChangedIsRefusedBeforeAnyKeyIsWritten() throws IOException {
        MemoryKeyStore wanted = new MemoryKeyStore();
        wanted.put("/a", "old");
        Path file = folder.resolve("undo");
        draft(new MemoryKeyStore(), wanted, "", false, file);
        String whole = Files.readString(file);

        for (String spoilt : List.of(
                whole.substring(0, whole.length() - 2),
                whole.replace("old", "odd"),
                whole.lines().limit(2).toList() + "\n",
                "",
                whole + whole)) {
            Files.writeString(file, spoilt);
            assertThrows(DamagedDumpException.class, () -> PutbackFile.open(file), spoilt);
        }
    }

    private static PutbackReport run(
            MemoryKeyStore live, PutbackFile plan, Direction direction, Set<String> conflicts) {
        return new PutbackRun(live, plan, direction, false, step -> {
                    if (step.action() == Action.CONFLICT) {
                        conflicts.add(step.change().key().toString());
                    }
                })
                .run();
    }

    private PutbackFile draft(MemoryKeyStore live, MemoryKeyStore wanted, String prefix, boolean prune)
            throws IOException {
        return draft(live, wanted, prefix, prune, folder.resolve("plan" + files++));
    }

    private static PutbackFile draft(
            MemoryKeyStore live, MemoryKeyStore wanted, String prefix, boolean prune, Path file) throws IOException {
        KeySelection selection =
                new KeySelection(new KeyFilter(List.of(Bytes.of(prefix)), List.of()), ObjectFilter.ALL);
        try (KeySource from = source(live);
                KeySource to = source(wanted)) {
            new PutbackDraft(from, to, selection, prune).write(file);
        }
        return PutbackFile.open(file);
    }

    private static KeySource source(MemoryKeyStore store) throws IOException {
        return LiveKeySource.at(store, KeyFilter.ALL, OptionalLong.empty(), false, Instant.EPOCH);
    }

    private static MemoryKeyStore filled(Random random) {
        MemoryKeyStore store = new MemoryKeyStore();
        for (int i = random.nextInt(30); i > 0; i--) {
            store.put(key(random), String.valueOf(random.nextInt(3)));
        }
        return store;
    }

    private static MemoryKeyStore large(Random random) {
        MemoryKeyStore store = new MemoryKeyStore();
        for (int i = 0; i < 1500; i++) {
            store.put("/a/" + random.nextInt(1000), String.valueOf(random.nextInt(3)));
        }
        return store;
    }

    private static String key(Random random) {
        return (random.nextBoolean() ? "/a/" : "/b/") + random.nextInt(20);
    }

    private static Map<String, String> content(MemoryKeyStore store) {
        Map<String, String> content = new TreeMap<>();
        for (KeyEntry entry : store.all()) {
            content.put(entry.key().toString(), entry.value().orElseThrow().toString());
        }
        return content;
    }
}
