package dev.perigee.core.history.point;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.plan.PointPlan;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.format.bbolt.write.BboltWriter;
import dev.perigee.etcd.format.mvcc.Revision;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a backup that can't be gone on from; what is made of good ones is held against real clusters elsewhere. */
class PointFileTest {

    private static final SameStore.Evidence NOTHING = new SameStore.Evidence() {
        @Override
        public Collection<PackRecord> earlier(long above, long last) {
            return List.of();
        }

        @Override
        public Optional<Archive.Fetched> bring(PackPlace place) {
            return Optional.empty();
        }

        @Override
        public boolean isDoubted() {
            return false;
        }
    };

    private static final int ROWS = 2_000;
    private static final BackupId ID =
            BackupId.parse("20261128T120000Z-" + ROWS + "-0011aabb").orElseThrow();

    @TempDir
    Path dir;

    @Test
    void whatIsOfAnotherRevisionThanItsIdSaysIsNotTheBackupOfThatId() throws Exception {
        OperationException failure = failureOf(base(ROWS - 1));

        assertEquals(Outcome.DAMAGED, failure.outcome());
        assertEquals(ID + " holds revision " + (ROWS - 1) + ": it isn't the backup of that id", failure.getMessage());
    }

    @Test
    void whatIsNoDatabaseIsDamaged() throws Exception {
        OperationException failure = failureOf(Files.write(dir.resolve("base"), new byte[100_000]));

        assertEquals(Outcome.DAMAGED, failure.outcome());
    }

    /** The last rows are read to go on from them: so a spoiled page is met there, at the latest when the whole is proven. */
    @Test
    void aSpoiledLastPageIsDamageOfTheBackupAndNoFailureOfTheDisk() throws Exception {
        Path base = base(ROWS);
        try (FileChannel channel = FileChannel.open(base, StandardOpenOption.WRITE)) {
            ByteBuffer noise = ByteBuffer.allocate((int) channel.size() - 2 * 4096);
            while (noise.hasRemaining()) {
                noise.put((byte) 0xA5);
            }
            channel.write(noise.flip(), 2 * 4096);
        }

        OperationException failure = failureOf(base);

        assertEquals(Outcome.DAMAGED, failure.outcome());
        assertTrue(failure.hint().orElse("").contains("snapshot verify"), failure.toString());
    }

    private static OperationException failureOf(Path base) {
        PointPlan.FromPacks plan =
                new PointPlan.FromPacks(ID, ID, ROWS + 1, List.of(new PackId(ROWS + 1, ROWS + 1, 7)));
        return assertThrows(
                OperationException.class,
                () -> new PointFile(base, ID, new Asked.Revision()).extend(plan, List.of(), NOTHING));
    }

    private Path base(int revision) throws IOException {
        Path file = dir.resolve("base-" + revision);
        try (BboltWriter writer = BboltWriter.create(file, 4096, BboltWriter.DEFAULT_FILL)) {
            writer.bucket(name("key"), entries -> {
                for (int main = 2; main <= revision; main++) {
                    RowBytes row = RowBytes.put(new Revision(main, 0), name("k" + main), main, 1, new byte[50], 0);
                    entries.put(MemorySegment.ofArray(row.key()), MemorySegment.ofArray(row.value()));
                }
            });
            writer.bucket(name("meta"), _ -> {});
            writer.finish();
        }
        return file;
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
