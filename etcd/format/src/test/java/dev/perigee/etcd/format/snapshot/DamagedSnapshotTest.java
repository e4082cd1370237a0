package dev.perigee.etcd.format.snapshot;

import static dev.perigee.etcd.format.fixture.PageBytes.ascii;
import static dev.perigee.etcd.format.fixture.PageBytes.bucket;
import static dev.perigee.etcd.format.fixture.PageBytes.inline;
import static dev.perigee.etcd.format.fixture.PageBytes.item;
import static dev.perigee.etcd.format.fixture.TestStore.hex;
import static dev.perigee.etcd.format.fixture.TestStore.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.format.bbolt.Fault;
import dev.perigee.etcd.format.bbolt.Finding;
import dev.perigee.etcd.format.fixture.PageBytes;
import dev.perigee.etcd.format.fixture.PageBytes.Item;
import dev.perigee.etcd.format.fixture.TestDatabase;
import dev.perigee.etcd.format.fixture.TestStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedSnapshotTest {

    @TempDir
    Path directory;

    @Test
    void whatIsNoFileIsSaidPlainly() {
        Path gone = directory.resolve("gone.db");

        assertEquals(
                gone + ": there is no such file",
                assertThrows(NoSuchFileException.class, () -> Snapshot.open(gone))
                        .getMessage());
        assertEquals(
                directory + ": it is a directory, not a snapshot file",
                assertThrows(FileSystemException.class, () -> Snapshot.open(directory))
                        .getMessage());
    }

    @Test
    void anEmptyFileIsDamage() throws IOException {
        Path file = Files.createFile(directory.resolve("empty.db"));

        DamagedSnapshotException damage = assertThrows(DamagedSnapshotException.class, () -> Snapshot.open(file));

        assertEquals(file + " is damaged:\n  the file is empty", damage.getMessage());
        assertEquals(Fault.EMPTY_FILE, damage.findings().getFirst().fault());
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        byte[] snapshot = golden().snapshot();
        for (int length = 0; length < 3 * 4096; length += 61) {
            Path file = Files.write(directory.resolve("cut.db"), Arrays.copyOf(snapshot, length));
            assertThrows(DamagedSnapshotException.class, () -> Snapshot.open(file), "cut at " + length);
        }
    }

    @Test
    void theTrailerIsOkMissingOrWrong() throws IOException {
        byte[] image = golden().image();
        byte[] changed = TestDatabase.withDigest(image);
        changed[changed.length - 40] ^= 1;

        assertEquals(Trailer.OK, trailer(TestDatabase.withDigest(image)));
        assertEquals(Trailer.MISSING, trailer(image));
        assertEquals(Trailer.MISSING, trailer(Arrays.copyOf(image, image.length + 31)));
        assertEquals(Trailer.MISMATCH, trailer(changed));
        assertEquals(Trailer.MISMATCH, trailer(Arrays.copyOf(image, image.length + 32)));
    }

    @Test
    void slackBehindThePagesOfACopiedDatabaseIsNoDamage() throws IOException {
        byte[] image = golden().image();
        SnapshotProof proof = check(Arrays.copyOf(image, image.length + (1 << 20)), Checks.ALL);

        assertEquals(Optional.of(Trailer.MISSING), proof.trailer());
        assertEquals(0x5a69c618L, proof.facts().hash());
        assertEquals(image.length, proof.facts().totalSize());
        assertEquals(image.length + (1 << 20), proof.facts().fileLength());
    }

    @Test
    void damageThatEtcdSentAndDamageOnTheWayAreToldApart() throws IOException {
        TestDatabase database = golden();
        database.page(2).putLong(0, 99);

        DamagedSnapshotException sent = damage(database.snapshot());
        byte[] onTheWay = golden().snapshot();
        onTheWay[2 * 4096] = 99;
        DamagedSnapshotException arrived = damage(onTheWay);

        assertEquals(Optional.of(Trailer.OK), sent.trailer());
        assertTrue(sent.getMessage().contains("its own database is damaged, or somebody changed it"), sent::getMessage);
        assertEquals(Optional.of(Trailer.MISMATCH), arrived.trailer());
        assertTrue(arrived.getMessage().contains("changed or cut after etcd sent it"), arrived::getMessage);
    }

    @Test
    void aFileCutWhileItIsReadIsAnErrorAndNoCrash() throws IOException {
        Path file = Files.write(directory.resolve("shrinking.db"), large().snapshot());
        for (Checks checks : List.of(Checks.STATUS, Checks.ALL)) {
            Files.write(file, large().snapshot());
            try (Snapshot snapshot = Snapshot.open(file);
                    FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
                writer.truncate(300_000);

                DamagedSnapshotException damage =
                        assertThrows(DamagedSnapshotException.class, () -> snapshot.check(checks, Progress.NONE));

                assertEquals(Fault.FILE_CUT, damage.findings().getFirst().fault());
                assertThrows(DamagedSnapshotException.class, () -> snapshot.hashKv(0, Progress.NONE));
                assertEquals(Trailer.MISMATCH, snapshot.trailer(Progress.NONE));
            }
        }
    }

    @Test
    void aFileThatGrowsWhileItIsReadIsAnError() throws IOException {
        Path file = Files.write(directory.resolve("growing.db"), golden().snapshot());
        try (Snapshot snapshot = Snapshot.open(file)) {
            Files.write(file, new byte[1], StandardOpenOption.APPEND);

            DamagedSnapshotException damage =
                    assertThrows(DamagedSnapshotException.class, () -> snapshot.check(Checks.STATUS, Progress.NONE));

            assertEquals(Fault.FILE_CHANGED, damage.findings().getFirst().fault());
        }
    }

    @Test
    void anInterruptEndsTheCall() throws IOException {
        Path file = golden().write(directory);
        for (Checks checks : List.of(Checks.STATUS, Checks.ALL)) {
            try (Snapshot snapshot = Snapshot.open(file)) {
                Thread.currentThread().interrupt();

                assertThrows(InterruptedIOException.class, () -> snapshot.check(checks, Progress.NONE));

                assertTrue(Thread.interrupted(), "the flag stays set");
            }
        }
    }

    @Test
    void everySortOfBadRowIsNamed() throws IOException {
        Item sound = put(2, 0, "a");
        rowFault(Fault.ROW_KEY, "holds a row whose key is not a revision", item(new byte[16], sound.value()));
        rowFault(Fault.ROW_KEY, "holds a row whose key is not a revision", item(new byte[17], sound.value()));
        rowFault(
                Fault.ROW_KEY,
                "holds a row whose key is not a revision",
                item(hex("00000000000000045f000000000000000075"), sound.value()));
        rowFault(
                Fault.ROW_KEY,
                "holds a row whose key is not a revision",
                item(hex("80000000000000025f0000000000000000"), sound.value()));
        rowFault(
                Fault.ROW_KEY,
                "holds the revision 2_0 twice",
                sound,
                item(hex("00000000000000025f000000000000000074"), hex("0a0161")));
        rowFault(
                Fault.ROW_VALUE,
                "holds, at revision 2_0, a value that is not a KeyValue",
                item(sound.key(), hex("0a05")));
        rowFault(
                Fault.ROW_VALUE,
                "holds, at revision 3_0, a value of revision 2",
                item(TestStore.revision(3, 0), sound.value()));
    }

    private void rowFault(Fault fault, String rest, Item... rows) throws IOException {
        DamagedSnapshotException damage = damage(TestStore.buckets(inline("key", List.of(rows))));
        Finding finding = damage.findings().getFirst();

        assertEquals(fault, finding.fault());
        assertEquals("page 2 of bucket 'key' " + rest, finding.message());
        assertEquals(Optional.of("key"), finding.bucket());
        assertEquals(2, finding.page().orElseThrow());
    }

    @Test
    void smallBucketsThatCannotBeReadAreNamed() throws IOException {
        entryFault("bucket 'meta' holds a 'term' of 3 bytes", inline("meta", List.of(item("term", new byte[3]))));
        entryFault(
                "bucket 'meta' holds a 'finishedCompactRev' of 17 bytes",
                inline("meta", List.of(item("finishedCompactRev", new byte[17]))));
        entryFault("bucket 'lease' holds a lease", inline("lease", List.of(item("short", new byte[0]))));
        entryFault("bucket 'lease' holds a lease", inline("lease", List.of(item(new byte[8], new byte[] {8}))));
        entryFault("bucket 'alarm' holds an alarm", inline("alarm", List.of(item(hex("08"), new byte[0]))));
        entryFault("'1', which can't be read: not JSON", inline("members", List.of(item("1", ascii("{")))));
        entryFault("isn't the one it is stored under", inline("members", List.of(item("1", ascii("{\"id\":2}")))));
        entryFault("'peerURLs' must", inline("members", List.of(item("2", ascii("{\"id\":2,\"peerURLs\":[2]}")))));
    }

    private void entryFault(String part, Item bent) throws IOException {
        List<Item> buckets = TestStore.golden().stream()
                .map(bucket -> Arrays.equals(bucket.key(), bent.key()) ? bent : bucket)
                .toList();
        Finding finding = damage(buckets).findings().getFirst();

        assertEquals(Fault.ENTRY, finding.fault());
        assertTrue(finding.message().contains(part), finding::message);
    }

    @Test
    void aBucketThatEveryServerHasIsMissed() throws IOException {
        DamagedSnapshotException damage = damage(List.of(inline("key", List.of())));

        assertEquals(
                "there is no bucket 'meta': no etcd server wrote this file",
                damage.findings().getFirst().message());
    }

    @Test
    void damageIsFoundByEveryWayOfReading() throws IOException {
        TestDatabase database = new TestDatabase(4096);
        long leaf = database.leaf(TestStore.goldenRows());
        database.page(leaf).putLong(0, 99);
        database.finish(database.leaf(TestStore.buckets(bucket("key", leaf))));
        try (Snapshot snapshot = Snapshot.open(database.write(directory))) {
            assertThrows(DamagedSnapshotException.class, () -> snapshot.check(Checks.STATUS, Progress.NONE));
            assertThrows(DamagedSnapshotException.class, () -> snapshot.hashKv(0, Progress.NONE));
            assertThrows(DamagedSnapshotException.class, () -> snapshot.rows(row -> {}, Progress.NONE));
            assertEquals(1, snapshot.members().size());
        }
    }

    @Test
    void moreDamageThanAnyoneReadsIsCounted() throws IOException {
        List<Item> rows = IntStream.range(100, 150)
                .mapToObj(i -> item("row" + i, new byte[0]))
                .toList();

        DamagedSnapshotException damage = damage(TestStore.buckets(inline("key", rows)));

        assertEquals(20, damage.findings().size());
        assertEquals(30, damage.more());
        assertTrue(damage.getMessage().contains("\n  and 30 more"), damage::getMessage);
    }

    private static TestDatabase golden() {
        TestDatabase database = new TestDatabase(4096);
        return database.finish(database.leaf(TestStore.golden()));
    }

    /** A megabyte of rows in many leaves. */
    private static TestDatabase large() {
        TestDatabase database = new TestDatabase(4096);
        List<Item> leaves = IntStream.range(0, 256)
                .mapToObj(i -> {
                    Item row = put(i + 2L, 0, "k" + i, new byte[3000]);
                    return PageBytes.child(row.key(), database.leaf(row));
                })
                .toList();
        return database.finish(database.leaf(TestStore.buckets(bucket("key", database.branch(leaves)))));
    }

    private DamagedSnapshotException damage(List<Item> buckets) throws IOException {
        TestDatabase database = new TestDatabase(4096);
        return damage(database.finish(database.leaf(buckets)).snapshot());
    }

    private DamagedSnapshotException damage(byte[] content) {
        return assertThrows(DamagedSnapshotException.class, () -> check(content, Checks.ALL));
    }

    private SnapshotProof check(byte[] content, Checks checks) throws IOException {
        try (Snapshot snapshot = Snapshot.open(Files.write(directory.resolve("test.db"), content))) {
            return snapshot.check(checks, Progress.NONE);
        }
    }

    private Trailer trailer(byte[] content) throws IOException {
        try (Snapshot snapshot = Snapshot.open(Files.write(directory.resolve("test.db"), content))) {
            return snapshot.trailer(Progress.NONE);
        }
    }
}
