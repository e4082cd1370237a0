package dev.perigee.etcd.format.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.format.bbolt.Fault;
import dev.perigee.etcd.format.bbolt.write.PageCopy;
import dev.perigee.etcd.format.fixture.TestDatabase;
import dev.perigee.etcd.format.fixture.TestStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyWhileProvingTest {

    private static final int METAS = 2 * 4096;
    private static final Checks WITH_DIGEST = new Checks(true, OptionalLong.empty());

    @TempDir
    Path directory;

    @Test
    void theCopyHoldsEveryPageButTheMetas() throws IOException {
        Path source = stored(golden().snapshot());
        Path copy = directory.resolve("copy");

        SnapshotProof proof = proveCopying(source, copy, WITH_DIGEST);

        byte[] image = golden().image();
        byte[] copied = Files.readAllBytes(copy);
        assertEquals(Optional.of(Trailer.OK), proof.trailer());
        assertArrayEquals(new byte[METAS], Arrays.copyOf(copied, METAS));
        assertArrayEquals(
                Arrays.copyOfRange(image, METAS, image.length), Arrays.copyOfRange(copied, METAS, copied.length));
        try (Snapshot snapshot = Snapshot.open(source)) {
            assertEquals(snapshot.check(WITH_DIGEST, Progress.NONE), proof);
        }
    }

    @Test
    void theDigestSaysWhatItSaysWithoutACopy() throws IOException {
        byte[] changed = golden().snapshot();
        changed[changed.length - 40] ^= 1;
        byte[] slack = Arrays.copyOf(golden().image(), 5 * 4096);

        assertEquals(Optional.of(Trailer.MISMATCH), trailer(changed, WITH_DIGEST));
        assertEquals(Optional.of(Trailer.MISSING), trailer(slack, WITH_DIGEST));
        assertEquals(Optional.empty(), trailer(changed, Checks.STATUS));
    }

    @Test
    void damageIsToldAsWithoutACopy() throws IOException {
        byte[] bytes = golden().snapshot();
        bytes[METAS] = 99;
        Path source = stored(bytes);

        DamagedSnapshotException damage = assertThrows(
                DamagedSnapshotException.class, () -> proveCopying(source, directory.resolve("copy"), WITH_DIGEST));

        assertEquals(Fault.PAGE_NUMBER, damage.findings().getFirst().fault());
        assertEquals(Optional.of(Trailer.MISMATCH), damage.trailer());
    }

    @Test
    void aFileCutMeanwhileIsDamage() throws IOException {
        Path source = stored(golden().snapshot());
        try (Snapshot snapshot = Snapshot.open(source);
                FileChannel cut = FileChannel.open(source, StandardOpenOption.WRITE)) {
            cut.truncate(METAS + 100);

            DamagedSnapshotException damage = assertThrows(
                    DamagedSnapshotException.class,
                    () -> snapshot.checkWhileCopying(directory.resolve("copy"), WITH_DIGEST, Progress.NONE));

            assertEquals(Fault.FILE_CUT, damage.findings().getFirst().fault());
        }
    }

    @Test
    void aFileIsNeverCopiedOver() throws IOException {
        Path source = stored(golden().snapshot());

        assertThrows(FileAlreadyExistsException.class, () -> proveCopying(source, source, WITH_DIGEST));

        assertArrayEquals(golden().snapshot(), Files.readAllBytes(source));
    }

    @Test
    void aCopyThatReadsBackWrongIsToldFromABadSnapshot() throws IOException {
        for (Checks checks : new Checks[] {WITH_DIGEST, Checks.STATUS}) {
            Path target = Files.createTempDirectory(directory, "bad").resolve("copy");
            SnapshotFile file = SnapshotFile.open(stored(golden().snapshot()));
            try (FileChannel source = file.channel();
                    PageCopy copy = PageCopy.create(source, file.meta(), target)) {
                copy.run();
                spoil(target);
                CopyCheck check = new CopyCheck(file, copy, new Meter(Progress.NONE, file.length()));

                IOException bad = assertThrows(IOException.class, () -> check.verdict(checks, () -> false));

                assertTrue(bad.getMessage().contains("was written and reads back wrong"), bad.getMessage());
            }
        }
    }

    private static TestDatabase golden() {
        TestDatabase database = new TestDatabase(4096);
        return database.finish(database.leaf(TestStore.golden()));
    }

    private static void spoil(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {42}), METAS + 300);
        }
    }

    private Optional<Trailer> trailer(byte[] bytes, Checks checks) throws IOException {
        Path copy = Files.createTempDirectory(directory, "trailer").resolve("copy");
        return proveCopying(stored(bytes), copy, checks).trailer();
    }

    private Path stored(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("snapshot.db"), bytes);
    }

    private static SnapshotProof proveCopying(Path source, Path copy, Checks checks) throws IOException {
        try (Snapshot snapshot = Snapshot.open(source)) {
            return snapshot.checkWhileCopying(copy, checks, Progress.NONE);
        }
    }
}
