package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.KnownBackups;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestExamples;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.time.Timing;
import dev.perigee.testkit.MemorySink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;

/** Two sinks in memory, and what tests of copies do with them. */
abstract class CopiesFixture {

    static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

    @TempDir
    Path state;

    final MemorySink a = new MemorySink(() -> NOW);
    final MemorySink b = new MemorySink(() -> NOW);

    static BackupId id(int hour) {
        return ManifestExamples.at(hour).id();
    }

    Bench bench(int keepLast) {
        Bench bench = new Bench(state).with("a", a.reopen(), RetentionRules.keepLast(keepLast));
        bench.clock = InstantSource.fixed(NOW);
        return bench;
    }

    Bench both() {
        return bench(3).with("b", b.reopen(), RetentionRules.keepLast(3));
    }

    static void put(MemorySink sink, Manifest manifest, byte[] json, int length) throws Exception {
        sink.put(manifest.body().key(), new BytesBody(new byte[length]), PutOptions.NONE);
        sink.put(Layout.STANDARD.manifest("prod", manifest.id()), new BytesBody(json), PutOptions.NONE);
    }

    static void planted(MemorySink sink, int hour) throws Exception {
        put(sink, ManifestExamples.at(hour), ManifestJson.write(ManifestExamples.at(hour)), 1_000);
    }

    void made(int hour) {
        byte[] json = ManifestJson.write(ManifestExamples.at(hour));
        new KnownBackups(state.resolve("known"), Timing.system()).made("prod", id(hour), Sha256.digest(json));
    }

    void backup(MemorySink sink, int... hours) throws Exception {
        for (int hour : hours) {
            made(hour);
            planted(sink, hour);
        }
    }

    static void changed(MemorySink sink, int hour, UnaryOperator<String> change) throws Exception {
        String json = new String(ManifestJson.write(ManifestExamples.at(hour)), StandardCharsets.UTF_8);
        String after = change.apply(json);
        assertTrue(!after.equals(json), "the change must change something");
        put(sink, ManifestExamples.at(hour), after.getBytes(StandardCharsets.UTF_8), 1_000);
    }

    void cut(int hour, int length) throws Exception {
        a.put(ManifestExamples.at(hour).body().key(), new BytesBody(new byte[length]), PutOptions.NONE);
    }

    static RemovalResult prune(Bench bench) throws OperationException {
        return new Prune(bench.environment()).run("prod", bench.destinations(), false, plan -> true);
    }

    static List<BackupId> removed(RemovalResult result) {
        assertEquals(Outcome.OK, result.outcome(), result::toString);
        return result.sinks().getFirst().removed();
    }

    static String reason(RemovalResult result, BackupId id) {
        return result.plan().sinks().getFirst().lines().stream()
                .filter(line -> line.id().equals(id))
                .findFirst()
                .orElseThrow()
                .reason();
    }

    static Listing list(Bench bench) throws OperationException {
        return new ListBackups(bench.environment()).run("prod", bench.destinations());
    }

    static Shown show(Bench bench, Selector which) throws OperationException {
        return new Show(bench.environment()).run(Sought.anywhere("prod", bench.destinations()), which);
    }
}
