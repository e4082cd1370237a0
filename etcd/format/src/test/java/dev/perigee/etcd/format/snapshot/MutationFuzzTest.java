package dev.perigee.etcd.format.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.format.bbolt.Meta;
import dev.perigee.etcd.format.bbolt.PageFormat;
import dev.perigee.etcd.format.fixture.StructureBits;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bends real snapshots in thousands of ways, the same ones in every run: none may end in anything but an
 * {@link IOException}, hang, or, where there is a digest, pass for sound.
 *
 * <p>{@code -Dperigee.fuzz.rounds=N} sets the rounds for each version, {@code -Dperigee.fuzz.seed=N} makes them others; a
 * longer run is a matter of patience.
 */
class MutationFuzzTest {

    private static final int ROUNDS = Integer.getInteger("perigee.fuzz.rounds", 1300);
    private static final long SEED = Long.getLong("perigee.fuzz.seed", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DIGEST = 32;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void noMutationDoesMoreThanFail(String version) throws IOException {
        byte[] sound = Files.readAllBytes(realSnapshot(version));
        Random random = new Random(version.hashCode() + SEED);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bent = sound.clone();
            String what = bend(bent, random);
            if (Arrays.equals(bent, sound)) {
                continue;
            }
            Path file = Files.write(directory.resolve("bent.db"), bent);
            String message = version + ", round " + round + ": " + what;

            Optional<Trailer> trailer = assertTimeoutPreemptively(PATIENCE, () -> readEveryWay(file, message), message);

            assertFalse(trailer.equals(Optional.of(Trailer.OK)), () -> message + ": the digest says OK");
            assertTimeoutPreemptively(PATIENCE, () -> BothProofs.agree(file), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.7"})
    void noCutDoesMoreThanFail(String version) throws IOException {
        byte[] sound = Files.readAllBytes(realSnapshot(version));
        for (int length = 0; length < sound.length; length += 509) {
            Path file = Files.write(directory.resolve("cut.db"), Arrays.copyOf(sound, length));
            String message = version + ", cut at " + length;

            assertEquals(
                    Optional.empty(),
                    assertTimeoutPreemptively(PATIENCE, () -> readEveryWay(file, message), message)
                            .filter(Trailer.OK::equals));
        }
    }

    /** What can be said without a digest, which a copied database doesn't have. */
    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.7"})
    void withoutADigestTheStructuresBitsCount(String version) throws IOException {
        byte[] snapshot = Files.readAllBytes(realSnapshot(version));
        byte[] database = Arrays.copyOf(snapshot, snapshot.length - DIGEST);
        int[] structure = StructureBits.of(database);
        Path file = directory.resolve("bare.db");
        Random random = new Random(version.hashCode() + SEED);
        for (int round = 0; round < ROUNDS * 2 / 5; round++) {
            int at = structure[random.nextInt(structure.length)];
            int bit = random.nextInt(8);
            database[at] ^= (byte) (1 << bit);
            Files.write(file, database);

            assertThrows(
                    DamagedSnapshotException.class, () -> status(file), version + ": bit " + bit + " of byte " + at);
            assertFalse(BothProofs.agree(file), version + ": bit " + bit + " of byte " + at);

            database[at] ^= (byte) (1 << bit);
        }
    }

    /** In a snapshot both lead to the same data, so that nothing is lost with one. */
    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.7"})
    void oneMetaPageMayBeLost(String version) throws IOException {
        byte[] snapshot = Files.readAllBytes(realSnapshot(version));
        Path file = Files.write(directory.resolve("whole.db"), Arrays.copyOf(snapshot, snapshot.length - DIGEST));
        long hash = status(file).hash();
        for (int page = 0; page < 2; page++) {
            byte[] database = Arrays.copyOf(snapshot, snapshot.length - DIGEST);
            Arrays.fill(database, page * 4096, page * 4096 + 4096, (byte) 0);

            assertEquals(
                    hash,
                    status(Files.write(directory.resolve("one.db"), database)).hash());
        }
    }

    private static SnapshotFacts status(Path file) throws IOException {
        try (Snapshot snapshot = Snapshot.open(file)) {
            return snapshot.check(Checks.STATUS, Progress.NONE).facts();
        }
    }

    private Path realSnapshot(String version) {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            return RealSnapshots.busy(etcd, directory);
        }
    }

    /** The digest's verdict, if the file could be read so far. */
    private static Optional<Trailer> readEveryWay(Path file, String message) {
        try (Snapshot snapshot = Snapshot.open(file)) {
            failsPolitely(snapshot::members);
            failsPolitely(snapshot::buckets);
            failsPolitely(snapshot::currentRevision);
            failsPolitely(() -> snapshot.hashKv(0, Progress.NONE));
            failsPolitely(() -> snapshot.rows(
                    row -> assertTrue(row.key().byteSize() + row.value().byteSize() >= 0), Progress.NONE));
            return snapshot.check(Checks.ALL, Progress.NONE).trailer();
        } catch (DamagedSnapshotException e) {
            assertFalse(e.findings().isEmpty(), message);
            return e.trailer();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface Reading {
        void run() throws IOException;
    }

    private static void failsPolitely(Reading reading) {
        try {
            reading.run();
        } catch (IOException expected) {
            assertFalse(String.valueOf(expected.getMessage()).isBlank());
        }
    }

    private static String bend(byte[] file, Random random) {
        int pages = file.length / 4096;
        int page = random.nextInt(pages) * 4096;
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        return switch (random.nextInt(8)) {
            case 0 -> flipBit(file, random.nextInt(file.length), random.nextInt(8));
            case 1 -> flipBit(file, page + random.nextInt(256), random.nextInt(8));
            case 2 -> putInt(bytes, page + 4 * random.nextInt(64), interesting(random));
            case 3 -> putShort(bytes, page + PageFormat.COUNT, (short) random.nextInt());
            case 4 -> copyPage(file, page, random.nextInt(pages) * 4096);
            case 5 -> zero(file, page, random.nextInt(4096));
            case 6 -> sealedMeta(file, random);
            default -> several(file, random);
        };
    }

    private static String flipBit(byte[] file, int at, int bit) {
        file[at] ^= (byte) (1 << bit);
        return "bit " + bit + " of byte " + at + " flipped";
    }

    private static int interesting(Random random) {
        int[] values = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xFFFF, 4096, 16, random.nextInt(64), -16};
        return values[random.nextInt(values.length)];
    }

    private static String putInt(ByteBuffer file, int at, int value) {
        file.putInt(at, value);
        return value + " put at " + at;
    }

    private static String putShort(ByteBuffer file, int at, short value) {
        file.putShort(at, value);
        return "count " + value + " put at " + at;
    }

    private static String copyPage(byte[] file, int from, int to) {
        System.arraycopy(file, from, file, to, 4096);
        return "page at " + from + " copied to " + to;
    }

    private static String zero(byte[] file, int page, int length) {
        Arrays.fill(file, page, page + length, (byte) 0);
        return length + " bytes of the page at " + page + " zeroed";
    }

    /** A meta that lies, under a right checksum. */
    private static String sealedMeta(byte[] file, Random random) {
        long pages = (file.length - DIGEST) / 4096;
        long[] numbers = {0, 1, 2, pages - 1, pages, pages + 1, -1, 1L << 31, Long.MAX_VALUE, random.nextLong(pages)};
        Meta meta = new Meta(
                random.nextInt(4) == 0 ? 1 << random.nextInt(31) : 4096,
                numbers[random.nextInt(numbers.length)],
                0,
                numbers[random.nextInt(numbers.length)],
                random.nextBoolean() ? pages : numbers[random.nextInt(numbers.length)],
                random.nextLong());
        meta.write(MemorySegment.ofArray(file), 0);
        return meta.toString();
    }

    private static String several(byte[] file, Random random) {
        StringBuilder what = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            what.append(flipBit(file, random.nextInt(file.length), random.nextInt(8)))
                    .append("; ");
        }
        return what.toString();
    }
}
