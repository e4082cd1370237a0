package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.keys.Export;
import dev.perigee.core.keys.ExportRules;
import dev.perigee.core.keys.JsonLinesWriter;
import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.keys.Redaction;
import dev.perigee.core.keys.SnapshotKeySource;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot that somebody cuts while it is being read: an error, where a mapped file would end the process. */
class ShrinkingSourceTest {

    @TempDir
    Path folder;

    private Path source;
    private long length;

    @BeforeEach
    void make() throws IOException {
        source = new SyntheticDatabase().rows(2, 20_000, 1_000).snapshot(folder.resolve("source.db"));
        length = Files.size(source);
    }

    private void cut() {
        try (FileChannel channel = FileChannel.open(source, StandardOpenOption.WRITE)) {
            channel.truncate(length / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void theSourceIsAlone() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(source), files.toList());
        }
    }

    private RestoreRequest request() {
        return new RestoreRequest(
                source,
                source.toString(),
                RestoreRequest.Cluster.DEFAULT,
                new RestoreRequest.Target(folder.resolve("data"), Optional.empty(), false, Optional.empty()),
                RestoreRequest.Data.AS_IT_IS);
    }

    @Test
    void cutWhileItIsProvenItIsNotRestored() throws Exception {
        Restore restore = new Restore(Timing.system(), (done, total) -> {
            if (done > total / 4) {
                cut();
            }
        });

        OperationException failure = assertThrows(OperationException.class, () -> restore.run(restore.plan(request())));

        assertEquals(Outcome.DAMAGED, failure.outcome(), failure::getMessage);
        assertTrue(failure.getMessage().startsWith(source + " is damaged"), failure::getMessage);
        theSourceIsAlone();
    }

    @Test
    void cutAfterTheProofItIsNotRestored() throws Exception {
        Restore restore = new Restore(Timing.system(), Progress.NONE);
        RestorePlan plan = restore.plan(request());
        cut();

        OperationException failure = assertThrows(OperationException.class, () -> restore.run(plan));

        assertTrue(Set.of(Outcome.DAMAGED, Outcome.REFUSED).contains(failure.outcome()), failure::getMessage);
        theSourceIsAlone();
    }

    @Test
    void cutWhileItIsExportedItLeavesNoDump() throws Exception {
        Path dump = folder.resolve("keys.jsonl");
        DamagedSnapshotException damage = assertThrows(DamagedSnapshotException.class, () -> {
            try (SnapshotKeySource keys =
                    SnapshotKeySource.open(source, OptionalLong.empty(), Instant.EPOCH, folder, Progress.NONE)) {
                new Export(new ExportRules(KeyFilter.ALL, false, Redaction.NONE)).toFile(keys, dump, out -> {
                    cut(); // the proof is over, the reading of the keys begins
                    return new JsonLinesWriter(out);
                });
            }
        });

        assertTrue(damage.getMessage().startsWith(source + " is damaged"), damage::getMessage);
        theSourceIsAlone();
    }
}
