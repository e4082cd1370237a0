package dev.perigee.etcd.format.bbolt.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees whose branches lead where no server would have them lead. */
class BentBranchesTest {

    @TempDir
    Path dir;

    @Test
    void aKeptPageThatNothingLeadsToAnyMoreIsNoticed() throws Exception {
        Path source = sample(Samples.rows(9_000, 20));
        List<BucketChange> changes = List.of(new BucketChange.Extend("key", _ -> {}));
        Path target = edited(source, changes);

        try (ProvenFile proven = ProvenFile.open(source, 1024);
                FileChannel other = FileChannel.open(
                        dir.resolve("other"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            PageAppender out = new PageAppender(other, 1024, proven.meta().pages());
            var extended = Map.of(
                    "key", new RightEdge(proven, out).extend(proven.buckets().get("key"), _ -> {}));
            verify(target, proven, changes, extended);
            Branches.entangle(target, 1024, 2);

            var noticed = assertThrows(IOException.class, () -> verify(target, proven, changes, extended));

            assertTrue(noticed.getMessage().contains("reads back wrong"), noticed.getMessage());
        }
    }

    private static void verify(
            Path target, ProvenFile source, List<BucketChange> changes, Map<String, RightEdge.Extended> extended)
            throws IOException {
        try (ProvenFile written = ProvenFile.open(target, 1024)) {
            Verification.ofChanges(written, source, changes, extended);
        }
    }

    /** Forty branches, each with all its children the next one: thirty to the power of forty ways lead to the leaf. */
    @Test
    void branchesThatLeadToTheSamePageAgainAndAgainAreNotFollowedForEver() throws Exception {
        Path file = sample(Samples.rows(30_000, 20));
        Branches.entangle(file, 1024, 40);
        List<BucketChange> changes = List.of(new BucketChange.Extend("key", _ -> {}));

        try (ProvenFile proven = ProvenFile.open(file, 1024)) {
            byte[] key = proven.buckets().get("key");
            assertLeadsAstray(() -> proven.bucket("key", (_, _) -> {}));
            assertLeadsAstray(() -> proven.bucketFrom("key", Samples.revision(0, 0), (_, _) -> {}));
            assertLeadsAstray(() -> proven.entriesFrom(0, key, (_, _) -> {}, _ -> {}));
            EditedCopy.inPlace(proven, changes); // the way to the last entry is one, and ends
        }
    }

    private static void assertLeadsAstray(Executable walk) {
        IOException failure = assertThrows(IOException.class, walk);

        assertTrue(failure.getMessage().contains("isn't what it was when it was checked"), failure.getMessage());
    }

    /** Of a branch on the right edge more is read than on the way to its last entry. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBranchOnTheRightEdgeThatIsNoneIsAnErrorOfTheFile(boolean empty) throws Exception {
        Path file = sample(Samples.rows(300, 20));
        Branches.spoil(file, 1024, empty);
        List<BucketChange> changes = List.of(new BucketChange.Extend("key", _ -> {}));

        try (ProvenFile proven = ProvenFile.open(file, 1024)) {
            assertLeadsAstray(() -> EditedCopy.inPlace(proven, changes));
        }
    }

    /** What an extension reads is the way to the last entry, which may come back to where it was. */
    @Test
    void aWayToTheLastEntryThatIsACircleIsNotFollowedForEver() throws Exception {
        Path file = sample(Samples.rows(9_000, 20));
        Branches.encircle(file, 1024);
        List<BucketChange> changes = List.of(new BucketChange.Extend("key", _ -> {}));

        try (ProvenFile proven = ProvenFile.open(file, 1024)) {
            byte[] key = proven.buckets().get("key");
            assertLeadsAstray(() -> EditedCopy.inPlace(proven, changes));
            assertLeadsAstray(() -> KeptPages.of(proven, key));
        }
    }

    private Path sample(NavigableMap<byte[], byte[]> rows) throws IOException {
        Path file = Files.createTempDirectory(dir, "source").resolve("db");
        Samples.write(file, 1024, 0.9, Samples.etcd(rows));
        return file;
    }

    private Path edited(Path source, List<BucketChange> changes) throws IOException {
        Path target = Files.createTempDirectory(dir, "copy").resolve("db");
        try (ProvenFile proven = ProvenFile.open(source, 1024)) {
            assertEquals(EditedCopy.write(proven, target, changes), Files.size(target));
        }
        return target;
    }
}
