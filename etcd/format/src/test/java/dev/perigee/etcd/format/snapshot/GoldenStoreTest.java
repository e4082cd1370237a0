package dev.perigee.etcd.format.snapshot;

import static dev.perigee.etcd.format.fixture.PageBytes.inline;
import static dev.perigee.etcd.format.fixture.TestStore.compaction;
import static dev.perigee.etcd.format.fixture.TestStore.delete;
import static dev.perigee.etcd.format.fixture.TestStore.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.format.bbolt.Meta;
import dev.perigee.etcd.format.fixture.PageBytes;
import dev.perigee.etcd.format.fixture.PageBytes.Item;
import dev.perigee.etcd.format.fixture.TestDatabase;
import dev.perigee.etcd.format.fixture.TestStore;
import dev.perigee.etcd.format.snapshot.RevisionNotHeldException.Reason;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenStoreTest {

    @TempDir
    Path directory;

    @Test
    void theKnownStoreHasTheKnownFacts() throws IOException {
        SnapshotProof proof = proof(TestStore.golden(), Checks.ALL);
        SnapshotFacts facts = proof.facts();

        assertEquals(Optional.of(Trailer.OK), proof.trailer());
        assertEquals(0x5a69c618L, facts.hash());
        assertEquals(4, facts.revision());
        assertEquals(4, facts.currentRevision());
        assertEquals(8, facts.totalEntries());
        assertEquals(1, facts.liveKeys());
        assertEquals(3, facts.rows());
        assertEquals(3 * 4096, facts.totalSize());
        assertEquals(3 * 4096 + 32, facts.fileLength());
        assertEquals(8, facts.transaction());
        assertEquals(-1, facts.compactRevision());
        assertEquals(-1, facts.scheduledCompactRevision());
        assertEquals(Optional.empty(), facts.storageVersion());
        assertEquals(Optional.of("3.4.0"), facts.clusterVersion());
        assertEquals(OptionalLong.of(7), facts.consistentIndex());
        assertEquals(OptionalLong.empty(), facts.term());
        assertEquals(1, facts.leases());
        assertEquals(List.of(), facts.alarms());
        assertEquals(
                List.of(new Member(
                        443629905751424238L,
                        "n1",
                        List.of("http://127.0.0.1:32380"),
                        List.of("http://127.0.0.1:32379"),
                        false)),
                facts.members());
        assertEquals(Optional.of(new HashKv(1562576432L, 4, -1)), proof.hashKv());
    }

    @Test
    void hashKvIsKnownAtEveryRevision() throws IOException {
        try (Snapshot snapshot = open(TestStore.golden())) {
            assertEquals(new HashKv(2587454935L, 2, -1), snapshot.hashKv(2, Progress.NONE));
            assertEquals(new HashKv(1827592406L, 3, -1), snapshot.hashKv(3, Progress.NONE));
            assertEquals(new HashKv(1562576432L, 4, -1), snapshot.hashKv(4, Progress.NONE));
            assertEquals(new HashKv(1562576432L, 4, -1), snapshot.hashKv(0, Progress.NONE));
            assertEquals(4, snapshot.currentRevision());
            assertEquals(
                    Reason.FUTURE,
                    assertThrows(RevisionNotHeldException.class, () -> snapshot.hashKv(5, Progress.NONE))
                            .reason());
        }
    }

    @Test
    void anEmptyStoreHashesTheBucketsNameOnly() throws IOException {
        SnapshotProof proof = proof(TestStore.buckets(inline("key", List.of())), Checks.ALL);

        assertEquals(0, proof.facts().revision());
        assertEquals(1, proof.facts().currentRevision());
        assertEquals(0, proof.facts().liveKeys());
        assertEquals(Optional.of(new HashKv(1084519789L, 1, -1)), proof.hashKv());
    }

    @Test
    void rowsThatACompactionSupersededAreLeftOut() throws IOException {
        List<Item> rows =
                List.of(put(2, 0, "a"), put(3, 0, "b"), put(4, 0, "a"), put(5, 0, "c"), delete(6, "c"), put(7, 0, "b"));
        List<Item> buckets = TestStore.buckets(inline("key", rows), compaction("finishedCompactRev", 6));

        assertEquals(new HashKv(crc(put(4, 0, "a"), put(7, 0, "b")), 7, 6), hashKv(buckets, 0));
        assertEquals(new HashKv(crc(put(3, 0, "b"), put(4, 0, "a")), 6, 6), hashKv(buckets, 6));
        assertThrows(RevisionNotHeldException.class, () -> hashKv(buckets, 5));
    }

    @Test
    void aTombstoneAtTheCompactedRevisionIsLeftOutAndOneAboveItIsNot() throws IOException {
        List<Item> rows = List.of(put(2, 0, "a"), delete(3, "a"), put(4, 0, "b"), delete(5, "b"));
        List<Item> buckets = TestStore.buckets(inline("key", rows), compaction("finishedCompactRev", 3));

        assertEquals(new HashKv(crc(put(4, 0, "b")), 4, 3), hashKv(buckets, 4));
        assertEquals(
                new HashKv(crc(put(2, 0, "a"), put(4, 0, "b"), delete(5, "b")), 5, 3),
                hashKv(buckets, 5),
                "no key lives: nothing is left out for the compaction's sake, as in etcd");
    }

    @Test
    void aCompactionThatIsOnlyScheduledCountsAsDone() throws IOException {
        List<Item> buckets = TestStore.buckets(
                inline("key", List.of(put(2, 0, "a"), put(3, 0, "a"))),
                compaction("finishedCompactRev", 2),
                compaction("scheduledCompactRev", 9));

        assertEquals(new HashKv(crc(put(3, 0, "a")), 9, 9), hashKv(buckets, 0));
        SnapshotFacts facts = proof(buckets, Checks.STATUS).facts();
        assertEquals(2, facts.compactRevision());
        assertEquals(9, facts.scheduledCompactRevision());
        assertEquals(3, facts.revision());
        assertEquals(9, facts.currentRevision());
    }

    @Test
    void theRowThatARaisedRevisionLeavesIsNoDamage() throws IOException {
        List<Item> rows = List.of(put(2, 0, "a"), PageBytes.item(TestStore.revision(1002, 0), new byte[0]));

        SnapshotFacts facts =
                proof(TestStore.buckets(inline("key", rows)), Checks.STATUS).facts();

        assertEquals(1002, facts.revision());
        assertEquals(2, facts.liveKeys());
    }

    @Test
    void rowsAreShownInOrderWithAllTheirParts() throws IOException {
        List<String> seen = new ArrayList<>();
        try (Snapshot snapshot = open(TestStore.golden())) {
            snapshot.rows(
                    row -> seen.add(row.main() + "_" + row.sub() + (row.tombstone() ? "t " : " ")
                            + (char) row.key().get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0) + " "
                            + row.value().byteSize() + " " + row.createRevision() + " " + row.version() + " "
                            + row.lease()),
                    Progress.NONE);
        }

        assertEquals(List.of("2_0 a 1 2 1 0", "3_0 b 1 3 1 0", "4_0t a 0 0 0 0"), seen);
    }

    @Test
    void bucketsAndMembersAreReadWithoutTheRest() throws IOException {
        try (Snapshot snapshot = open(TestStore.golden())) {
            assertEquals(
                    List.of(
                            "alarm",
                            "auth",
                            "authRoles",
                            "authUsers",
                            "cluster",
                            "key",
                            "lease",
                            "members",
                            "members_removed",
                            "meta"),
                    snapshot.buckets());
            assertEquals("n1", snapshot.members().getFirst().name());
            assertEquals(4096, snapshot.pageSize());
            assertEquals(3 * 4096, snapshot.totalSize());
        }
    }

    @Test
    void progressEndsAtItsTotal() throws IOException {
        List<Long> seen = new ArrayList<>();
        try (Snapshot snapshot = open(TestStore.golden())) {
            snapshot.check(Checks.ALL, (done, total) -> {
                assertTrue(done <= total);
                seen.add(total - done);
            });
        }

        assertEquals(0, seen.getLast());
    }

    @Test
    void aFileBeyondTwoGibibytesIsRead() throws IOException {
        long far = 600_000;
        TestDatabase front = new TestDatabase(4096);
        front.leaf(TestStore.buckets(PageBytes.bucket("key", far)));
        new Meta(4096, 2, 0, Meta.NO_FREELIST, far + 1, 8).write(MemorySegment.ofBuffer(front.page(0)), 0);
        byte[] leaf = Arrays.copyOf(PageBytes.leaf(far, 0, TestStore.goldenRows()), 4096);
        Path file = directory.resolve("far.db");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(front.image()), 0);
            channel.write(ByteBuffer.wrap(leaf), far * 4096);
        }

        try (Snapshot snapshot = Snapshot.open(file)) {
            SnapshotFacts facts = snapshot.check(Checks.STATUS, Progress.NONE).facts();

            assertEquals(0x5a69c618L, facts.hash());
            assertEquals((far + 1) * 4096, facts.totalSize());
            assertEquals(1562576432L, snapshot.hashKv(0, Progress.NONE).hash());
        }
    }

    private HashKv hashKv(List<Item> buckets, long revision) throws IOException {
        try (Snapshot snapshot = open(buckets)) {
            HashKv alone = snapshot.hashKv(revision, Progress.NONE);
            SnapshotProof proof = snapshot.check(new Checks(false, OptionalLong.of(revision)), Progress.NONE);
            assertEquals(Optional.of(alone), proof.hashKv());
            assertEquals(proof.facts().currentRevision(), snapshot.currentRevision());
            return alone;
        }
    }

    private static long crc(Item... rows) {
        CRC32C crc = new CRC32C();
        crc.update(PageBytes.ascii("key"));
        for (Item row : rows) {
            crc.update(row.key());
            crc.update(row.value());
        }
        return crc.getValue();
    }

    private SnapshotProof proof(List<Item> buckets, Checks checks) throws IOException {
        try (Snapshot snapshot = open(buckets)) {
            return snapshot.check(checks, Progress.NONE);
        }
    }

    private Snapshot open(List<Item> buckets) throws IOException {
        TestDatabase database = new TestDatabase(4096);
        return Snapshot.open(database.finish(database.leaf(buckets)).write(directory));
    }
}
