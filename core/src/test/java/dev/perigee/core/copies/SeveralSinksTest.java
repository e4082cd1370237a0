package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.KnownBackups;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestExamples;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.time.Timing;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.FaultySink.Verb;
import dev.perigee.testkit.MemorySink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sinks with the same backup, of which one fails. */
class SeveralSinksTest {

    private static final RetentionRules LAST_ONE = RetentionRules.keepLast(1);

    @TempDir
    Path state;

    private final MemorySink memory = new MemorySink();
    private final Manifest manifest = ManifestExamples.at(1);
    private final BackupId id = manifest.id();

    @BeforeEach
    void backUp() throws Exception {
        byte[] json = ManifestJson.write(manifest);
        new KnownBackups(state.resolve("known"), Timing.system()).made("prod", id, Sha256.digest(json));
        memory.put(manifest.body().key(), new BytesBody(new byte[1_000]), PutOptions.NONE);
        memory.put(Layout.STANDARD.manifest("prod", id), new BytesBody(json), PutOptions.NONE);
    }

    private Bench bench() {
        return new Bench(state);
    }

    @Test
    void fetchMovesOnWhenACopyIsDamagedAndKeepsTheOldFileWhenAllAre() throws Exception {
        MemorySink damaged = new MemorySink();
        damaged.put(Layout.STANDARD.manifest("prod", id), new BytesBody(ManifestJson.write(manifest)), PutOptions.NONE);
        damaged.put(Layout.STANDARD.body("prod", id), new BytesBody(new byte[999]), PutOptions.NONE);
        Bench bad = bench().with("bad", damaged, LAST_ONE);
        Path file = Files.writeString(state.resolve("file"), "old");

        OperationException failure = assertThrows(OperationException.class, () -> fetch(bad, file));
        assertEquals(Outcome.DAMAGED, failure.outcome());
        assertEquals("old", Files.readString(file));

        Fetched fetched = fetch(bad.with("good", memory.reopen(), LAST_ONE), file);
        assertEquals("good", fetched.sink());
        assertEquals(Outcome.DAMAGED, fetched.warnings().getFirst().outcome());
        assertArrayEquals(new byte[1_000], Files.readAllBytes(file));
        assertFalse(Files.exists(DurableFile.part(state.resolve("file"))));
    }

    private static Fetched fetch(Bench bench, Path file) throws OperationException {
        return new Fetch(bench.environment())
                .run(Sought.anywhere("prod", bench.destinations()), new Selector.Latest(), file);
    }

    @Test
    void anUnreachableSinkIsAWarningAndAllOfThemAFailure() throws Exception {
        FaultySink down = new FaultySink(memory.reopen()).failEveryCall(Verb.LIST, Kind.UNREACHABLE);
        Bench one = bench().with("down", down, LAST_ONE);
        assertEquals(Outcome.CONNECTION, listing(one).outcome());

        Listing partial = listing(one.with("store", memory.reopen(), LAST_ONE));

        assertEquals(Outcome.PARTIAL, partial.outcome());
        assertEquals(List.of("store"), partial.rows().getFirst().sinks());
    }

    private static Listing listing(Bench bench) throws OperationException {
        return new ListBackups(bench.environment()).run("prod", bench.destinations());
    }
}
