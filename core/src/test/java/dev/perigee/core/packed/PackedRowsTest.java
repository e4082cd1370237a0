package dev.perigee.core.packed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedRowsTest {

    @TempDir
    Path dir;

    private final Map<Sha256, Path> bodies = new HashMap<>();
    private List<KnownPack> known = List.of();
    private int files;
    private long stored;

    private Path next(String what) {
        return dir.resolve(what + files++);
    }

    /** What a run does with a snapshot, without a sink. */
    private Path pack(Path snapshot) throws IOException {
        Sha256 content = ContentDigest.of(snapshot);
        List<KnownPack> chosen;
        try (Survey survey = new Survey(known)) {
            Survey.Found found = survey.of(snapshot);
            assertEquals(content, found.content());
            chosen = PackChoice.of(found.uses());
        }
        Path body = next("body");
        Path index = next("index");
        PackedWriter.Written written;
        try (PackedWriter writer = new PackedWriter(snapshot, content, chosen);
                RowIndex.Writer rows = new RowIndex.Writer(index);
                OutputStream out = Files.newOutputStream(body)) {
            written = writer.to(out, rows);
            rows.finish();
        }
        assertEquals(content, PackedProof.of(chosen, written, index));
        assertTrue(RowIndex.isWhole(index));
        Sha256 sha256 = Sha256.digest(Files.readAllBytes(body));
        bodies.put(sha256, body);
        stored += Files.size(body);
        known = new ArrayList<>(chosen);
        known.addFirst(
                new KnownPack(new StoredObject(Manifest.PACK, ObjectKey.of("a/b"), Files.size(body), sha256), index));
        return body;
    }

    private static long statusHash(Path file) throws IOException {
        try (Snapshot snapshot = Snapshot.open(file)) {
            return snapshot.check(Checks.STATUS, Progress.NONE).facts().hash();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverBecomesOfTheStoreItComesToTheSameRows(long seed) throws Exception {
        Random random = new Random(seed);
        RandomStore store = new RandomStore(seed, 200);
        store.write(400);
        for (int round = 0; round < 25; round++) {
            Path snapshot = next("snapshot");
            store.file(snapshot);

            Path body = pack(snapshot);
            Path composed = next("composed");
            new ComposedFile(body, bodies).write(composed, ContentDigest.of(snapshot));

            assertEquals(ContentDigest.of(snapshot), ContentDigest.of(composed), "round " + round);
            assertEquals(statusHash(snapshot), statusHash(composed), "round " + round);
            assertTrue(known.size() <= PackChoice.MOST);
            store.write(random.nextInt(60));
            if (random.nextInt(3) > 0) {
                store.compact();
            }
            if (random.nextInt(8) == 0) {
                store.rewrite(20);
            }
        }
    }

    /** Each hour 1 in 400 rows is written anew. All that ever was new is 1.3 times the store; the rest is written once more. */
    @Test
    void manyBackupsOfAStoreThatHardlyChangesTakeLittleAndNeedFewPacks() throws Exception {
        RandomStore store = new RandomStore(7, 4_000);
        store.write(6_000);
        store.compact();
        long whole = store.bytes();
        int most = 0;
        for (int hour = 0; hour < 100; hour++) {
            Path snapshot = next("snapshot");
            store.file(snapshot);
            pack(snapshot);
            Files.delete(snapshot);
            most = Math.max(most, known.size());
            store.write(5);
            store.compact();
        }

        int packs = most;
        assertTrue(packs <= 32, () -> packs + " packs");
        assertTrue(stored < 3 * whole, () -> stored + " bytes stored of " + whole);
    }

    @Test
    void whoeverBendsABodyGetsNothingElseThanAWordThatItIsDamaged() throws Exception {
        RandomStore store = new RandomStore(9, 50);
        store.write(60);
        Path first = next("snapshot");
        store.file(first);
        pack(first);
        store.write(20);
        store.compact();
        Path second = next("snapshot");
        store.file(second);
        Path body = pack(second);
        Sha256 content = ContentDigest.of(second);
        byte[] whole = Files.readAllBytes(body);
        Random random = new Random(10);
        for (int i = 0; i < 400; i++) {
            byte[] bent = whole.clone();
            int at = random.nextInt(4) == 0 ? bent.length - 1 - random.nextInt(200) : random.nextInt(bent.length);
            bent[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(body, random.nextInt(10) == 0 ? Arrays.copyOf(whole, at) : bent);
            Path composed = next("composed");

            assertThrows(
                    DamagedBodyException.class,
                    () -> new ComposedFile(body, bodies).write(composed, content),
                    "at " + at);
            Files.deleteIfExists(composed);
        }
    }

    @Test
    void aPackOfAnotherStoreIsNotTakenForTheOneThatIsNeeded() throws Exception {
        RandomStore store = new RandomStore(11, 50);
        store.write(60);
        Path first = next("snapshot");
        store.file(first);
        Path one = pack(first);
        store.write(5);
        Path second = next("snapshot");
        store.file(second);
        Path two = pack(second);
        RandomStore other = new RandomStore(12, 50);
        other.write(60);
        Path third = next("snapshot");
        other.file(third);
        known = List.of();
        Path foreign = pack(third);
        Sha256 content = ContentDigest.of(second);

        bodies.put(Sha256.digest(Files.readAllBytes(one)), foreign);

        assertThrows(DamagedBodyException.class, () -> new ComposedFile(two, bodies).write(next("composed"), content));
    }
}
