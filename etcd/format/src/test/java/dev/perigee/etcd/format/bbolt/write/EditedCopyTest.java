package dev.perigee.etcd.format.bbolt.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EditedCopyTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(ints = {1024, 4096, 16384, 65536})
    void replacedBucketsAreNewAndAllElseIsAsItWas(int pageSize) throws Exception {
        var buckets = Samples.etcd(Samples.rows(2_000, 50));
        Path source = sample(pageSize, buckets);
        BucketContent members = new BucketContent();
        members.put(Samples.ascii("1"), Samples.ascii("one"));
        BucketContent large = new BucketContent();
        for (int i = 0; i < 500; i++) {
            large.put(Samples.ascii("%05d".formatted(i)), new byte[100]);
        }

        Path copy = edited(
                source,
                pageSize,
                List.of(new BucketChange.Replace("members", members), new BucketChange.Replace("new", large)));

        buckets.get("members").clear();
        buckets.get("members").put(Samples.ascii("1"), Samples.ascii("one"));
        buckets.put("new", Samples.bucket());
        for (int i = 0; i < 500; i++) {
            buckets.get("new").put(Samples.ascii("%05d".formatted(i)), new byte[100]);
        }
        Samples.assertSame(buckets, Samples.read(copy, pageSize));
        Samples.assertBboltFindsNothing(copy);
    }

    /** The row that a revision bump adds, on key buckets of every shape: none, inline, one leaf, two to five levels. */
    @ParameterizedTest
    @CsvSource({
        "0,10",
        "1,10",
        "5,10",
        "20,10",
        "21,10",
        "22,10",
        "23,10",
        "24,10",
        "500,10",
        "501,10",
        "5000,10",
        "5001,10",
        "3,900",
        "40,900",
        "41,900",
        "100000,1"
    })
    void anEntryIsAppendedBehindAllOthers(int rows, int valueBytes) throws Exception {
        var buckets = Samples.etcd(Samples.rows(rows, valueBytes));
        Path source = sample(1024, buckets);
        byte[] bumped = Samples.revision(1_000_000, 0);

        Path copy = edited(source, 1024, List.of(new BucketChange.Append("key", bumped, new byte[0])));

        buckets.get("key").put(bumped, new byte[0]);
        Samples.assertSame(buckets, Samples.read(copy, 1024));
        Samples.assertBboltFindsNothing(copy);
        assertEquals(0, Branches.withFewerThanTwoChildren(copy, 1024));
    }

    /** Appending again and again splits every page on the right edge at some time. */
    @Test
    void manyAppendsKeepTheTreeSound() throws Exception {
        var buckets = Samples.etcd(Samples.rows(10, 10));
        Path file = sample(1024, buckets);
        for (int i = 0; i < 300; i++) {
            byte[] key = Samples.revision(1_000 + i, 0);
            file = edited(file, 1024, List.of(new BucketChange.Append("key", key, new byte[200])));
            buckets.get("key").put(key, new byte[200]);
        }

        Samples.assertSame(buckets, Samples.read(file, 1024));
        Samples.assertBboltFindsNothing(file);
        assertEquals(0, Branches.withFewerThanTwoChildren(file, 1024));
    }

    @Test
    void anAppendToABucketThatIsNotThereMakesIt() throws Exception {
        Path source = sample(4096, java.util.Map.of("other", Samples.bucket()));

        Path copy = edited(source, 4096, List.of(new BucketChange.Append("key", new byte[] {1}, new byte[] {2})));

        assertArrayEquals(new byte[] {2}, Samples.read(copy, 4096).get("key").get(new byte[] {1}));
    }

    @Test
    void whatLiesBehindTheLastPageIsNotCopied() throws Exception {
        Path source = sample(4096, Samples.etcd(Samples.rows(100, 100)));
        long length = Files.size(source);
        Files.write(source, new byte[12345], StandardOpenOption.APPEND);

        Path copy = edited(source, 4096, List.of());

        assertEquals(0, Files.size(copy) % 4096);
        assertTrue(Files.size(copy) < length + 12345, "only a new root was added");
        Samples.assertBboltFindsNothing(copy);
    }

    @Test
    void withoutAChangeTheStatusHashStays() throws Exception {
        Path source = sample(4096, Samples.etcd(Samples.rows(3_000, 200)));

        Path copy = edited(source, 4096, List.of());

        assertEquals(Samples.statusHash(source), Samples.statusHash(copy));
    }

    @Test
    void aSourceCutSinceItsProofIsAnErrorAndNoFile() throws Exception {
        Path source = sample(4096, Samples.etcd(Samples.rows(3_000, 200)));
        try (FileChannel cut = FileChannel.open(source, StandardOpenOption.WRITE);
                ProvenFile proven = ProvenFile.open(source, 4096)) {
            cut.truncate(Files.size(source) / 2);

            assertThrows(IOException.class, () -> EditedCopy.write(proven, dir.resolve("copy"), List.of()));
        }

        assertThrows(IOException.class, () -> ProvenFile.open(dir.resolve("copy"), 4096));
    }

    @Test
    void aByteThatChangesInTheCopyIsNoticed() throws Exception {
        Path source = sample(4096, Samples.etcd(Samples.rows(3_000, 200)));
        Path target = dir.resolve("copy");
        try (ProvenFile proven = ProvenFile.open(source, 4096);
                PageCopy copy = PageCopy.create(proven.channel(), proven.meta(), target)) {
            copy.run();
            spoil(target);

            var noticed = assertThrows(IOException.class, () -> copy.compare(() -> false));

            assertTrue(noticed.getMessage().contains("reads back wrong"), noticed.getMessage());
        }
    }

    private static void spoil(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {42}), channel.size() / 2);
        }
    }

    @Test
    void copiedPagesAreNoDatabaseUntilTheyAreCompleted() throws Exception {
        var buckets = Samples.etcd(Samples.rows(3_000, 200));
        Path source = sample(4096, buckets);
        Path target = dir.resolve("copy");
        try (ProvenFile proven = ProvenFile.open(source, 4096)) {
            try (PageCopy copy = PageCopy.create(proven.channel(), proven.meta(), target)) {
                copy.run();
                copy.compare(() -> false);
            }
            assertThrows(IOException.class, () -> ProvenFile.open(target, 4096));

            EditedCopy.complete(proven, target, List.of());
        }

        Samples.assertSame(buckets, Samples.read(target, 4096));
        Samples.assertBboltFindsNothing(target);
    }

    @Test
    void whatIsReadOfACopyIsTheSourceFromEndToEnd() throws Exception {
        Path source = sample(4096, Samples.etcd(Samples.rows(300, 200)));
        Files.write(source, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        byte[] whole = Files.readAllBytes(source);
        ByteBuffer read = ByteBuffer.allocate(whole.length);
        try (ProvenFile proven = ProvenFile.open(source, 4096);
                PageCopy copy = PageCopy.create(proven.channel(), proven.meta(), dir.resolve("copy"))) {
            copy.run();

            while (read.hasRemaining()) {
                ByteBuffer rest = ByteBuffer.allocate(read.remaining());
                assertTrue(copy.read(rest, read.position()) > 0);
                read.put(rest.flip());
            }
        }

        assertArrayEquals(whole, read.array());
    }

    @Test
    void aRebuildKeepsTheStatusHashAndLosesTheFreePages() throws Exception {
        var buckets = Samples.etcd(Samples.rows(3_000, 200));
        Path source = sample(4096, buckets);
        Path loose =
                edited(source, 4096, List.of(new BucketChange.Append("key", Samples.revision(9999, 0), new byte[0])));
        Path rebuilt = dir.resolve("rebuilt");

        try (ProvenFile proven = ProvenFile.open(loose, 4096)) {
            Rebuild.write(proven, rebuilt, List.of(), 16384, BboltWriter.DEFAULT_FILL);
        }

        assertEquals(Samples.statusHash(loose), Samples.statusHash(rebuilt));
        Samples.assertBboltFindsNothing(rebuilt);
        Samples.assertSame(Samples.read(loose, 4096), Samples.read(rebuilt, 16384));
    }

    @Test
    void aRebuildTakesTheSameChangesAsACopy() throws Exception {
        var buckets = Samples.etcd(Samples.rows(300, 20));
        Path source = sample(4096, buckets);
        BucketContent none = new BucketContent();
        List<BucketChange> changes = List.of(
                new BucketChange.Replace("members", none),
                new BucketChange.Append("key", Samples.revision(9999, 0), new byte[0]));
        Path rebuilt = dir.resolve("rebuilt");

        try (ProvenFile proven = ProvenFile.open(source, 4096)) {
            Rebuild.write(proven, rebuilt, changes, 4096, 0.9);
        }

        Samples.assertSame(Samples.read(edited(source, 4096, changes), 4096), Samples.read(rebuilt, 4096));
    }

    /** Trees of one page, of many, and of four levels; each goes on by nothing, a bit, and far more than it was. */
    @Test
    void entriesBehindTheLastOneGrowTheTreeFromItsRightEdge() throws Exception {
        for (int before : new int[] {0, 1, 5, 60, 800, 9_000}) {
            for (int more : new int[] {0, 1, 40, 3_000, 30_000}) {
                var buckets = Samples.etcd(Samples.rows(before, 20));
                Path source = sample(1024, buckets);
                var added = Samples.rows(before + more, 20).tailMap(Samples.revision(before + 2L, 0), true);

                List<BucketChange> changes = List.of(new BucketChange.Extend("key", entries -> {
                    for (var entry : added.entrySet()) {
                        entries.put(MemorySegment.ofArray(entry.getKey()), MemorySegment.ofArray(entry.getValue()));
                    }
                }));

                Path copy = edited(source, 1024, changes);
                editInPlace(source, changes);

                buckets.put("key", Samples.rows(before + more, 20));
                Samples.assertSame(buckets, Samples.read(copy, 1024));
                assertEquals(-1, Files.mismatch(copy, source), "edited in place it is the same file");
                if (more == 40 || more == 30_000) {
                    Samples.assertBboltFindsNothing(copy);
                }
            }
        }
    }

    private static void editInPlace(Path file, List<BucketChange> changes) throws IOException {
        Files.write(
                file, new byte[1 << 21], StandardOpenOption.APPEND); // such as a digest, or room that was made ahead
        try (ProvenFile proven = ProvenFile.open(file, 1024)) {
            assertEquals(EditedCopy.inPlace(proven, changes), Files.size(file));
        }
    }

    @Test
    void anExtensionThatReadsBackOtherwiseIsNoticed() throws Exception {
        Path source = sample(1024, Samples.etcd(Samples.rows(800, 20)));
        byte[] key = Samples.revision(10_000, 0);
        List<BucketChange> changes = List.of(new BucketChange.Extend("key", entries -> {
            byte[] value = new byte[3_000];
            entries.put(MemorySegment.ofArray(key), MemorySegment.ofArray(value));
        }));
        Path target = edited(source, 1024, changes);
        RightEdge.Extended other = new RightEdge.Extended(new byte[16], true, new BucketDigest());

        try (ProvenFile proven = ProvenFile.open(source, 1024);
                ProvenFile written = ProvenFile.open(target, 1024)) {
            var noticed = assertThrows(
                    IOException.class,
                    () -> Verification.ofChanges(written, proven, changes, java.util.Map.of("key", other)));

            assertTrue(noticed.getMessage().contains("reads back wrong"), noticed.getMessage());
        }
    }

    /** A tree of one page and of many; from before the first key, from each, and from behind the last. */
    @Test
    void entriesAreShownFromAKeyOn() throws Exception {
        for (int rows : new int[] {0, 1, 5, 900}) {
            var buckets = Samples.etcd(Samples.rows(rows, 20));
            try (ProvenFile proven = ProvenFile.open(sample(1024, buckets), 1024)) {
                for (int from = 0; from <= rows + 3; from += 1 + rows / 50) {
                    byte[] first = Samples.revision(from, 0);
                    var shown = Samples.bucket();
                    proven.bucketFrom(
                            "key", first, (key, value) -> shown.put(ProvenFile.bytes(key), ProvenFile.bytes(value)));

                    var expected = buckets.get("key").tailMap(first, true);
                    Samples.assertSame(java.util.Map.of("key", expected), java.util.Map.of("key", shown));
                }
            }
        }
    }

    @Test
    void entriesFromAKeyOnAreLeftOut() throws Exception {
        var buckets = Samples.etcd(Samples.rows(3_000, 20));
        Path source = sample(4096, buckets);
        List<BucketChange> changes = List.of(new BucketChange.Limit("key", Samples.revision(1_202, 0)));
        Path rebuilt = dir.resolve("rebuilt");

        try (ProvenFile proven = ProvenFile.open(source, 4096)) {
            Rebuild.write(proven, rebuilt, changes, 4096, 0.9);
        }

        buckets.put("key", Samples.rows(1_200, 20));
        Samples.assertSame(buckets, Samples.read(rebuilt, 4096));
        Samples.assertSame(buckets, Samples.read(edited(source, 4096, changes), 4096));
    }

    private Path sample(int pageSize, java.util.Map<String, java.util.NavigableMap<byte[], byte[]>> buckets)
            throws IOException {
        Path file = Files.createTempDirectory(dir, "source").resolve("db");
        Samples.write(file, pageSize, 0.9, buckets);
        return file;
    }

    private Path edited(Path source, int pageSize, List<BucketChange> changes) throws IOException {
        Path target = Files.createTempDirectory(dir, "copy").resolve("db");
        try (ProvenFile proven = ProvenFile.open(source, pageSize)) {
            long length = EditedCopy.write(proven, target, changes);
            assertEquals(Files.size(target), length);
        }
        return target;
    }
}
