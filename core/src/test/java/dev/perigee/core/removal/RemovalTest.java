package dev.perigee.core.removal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
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
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.spool.Owed;
import dev.perigee.core.spool.Spool;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.time.Timing;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.FaultySink.Verb;
import dev.perigee.testkit.MemorySink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovalTest {

    private static final RetentionRules LAST_ONE = RetentionRules.keepLast(1);

    @TempDir
    Path state;

    private Instant storeTime = Instant.parse("2026-11-22T00:00:00Z");
    private final MemorySink memory = new MemorySink(() -> storeTime);

    private static BackupId id(int hour) {
        return ManifestExamples.at(hour).id();
    }

    private Bench bench(RetentionRules rules) {
        return bench().with("store", memory.reopen(), rules);
    }

    private Bench bench() {
        Bench bench = new Bench(state);
        bench.clock = InstantSource.fixed(Instant.parse("2026-11-25T00:00:00Z"));
        return bench;
    }

    private void backup(Manifest manifest) throws Exception {
        body(manifest);
        byte[] json = ManifestJson.write(manifest);
        new KnownBackups(state.resolve("known"), Timing.system()).made("prod", manifest.id(), Sha256.digest(json));
        memory.put(Layout.STANDARD.manifest("prod", manifest.id()), new BytesBody(json), PutOptions.NONE);
    }

    private void body(Manifest manifest) throws Exception {
        memory.put(manifest.body().key(), new BytesBody(new byte[1_000]), PutOptions.NONE);
    }

    private List<String> keys() {
        ListPage page = memory.list("", "", 1_000);
        return page.objects().stream()
                .map(ObjectInfo::key)
                .map(ObjectKey::value)
                .toList();
    }

    private static RemovalResult prune(Bench bench) throws OperationException {
        return new Prune(bench.environment()).run("prod", bench.destinations(), false, plan -> true);
    }

    @Test
    void pruneRemovesWhatNoRuleKeepsWithItsBody() throws Exception {
        backup(ManifestExamples.at(1));
        backup(ManifestExamples.at(2));

        RemovalResult result = prune(bench(LAST_ONE));

        assertEquals(Outcome.OK, result.outcome());
        assertEquals(List.of(id(1)), result.sinks().getFirst().removed());
        assertEquals(2, keys().size());
        assertTrue(keys().toString().contains(id(2).toString()));
    }

    @Test
    void aDeletionSaysWhichRevisionsTheHistoryLosesWithIt() throws Exception {
        Manifest base = ManifestExamples.at(1);
        backup(base);
        backup(ManifestExamples.at(2));
        long first = base.id().revision() + 1;
        PackPlace place = new PackPlace(base.id(), new PackId(first, first + 9, 0));
        for (PackPlace.Part part : List.of(PackPlace.Part.ROWS, PackPlace.Part.RECORD)) {
            memory.put(place.key("prod", part), new BytesBody(new byte[10]), PutOptions.NONE);
        }
        Bench bench = bench(LAST_ONE);
        List<Selector> named = List.of(Selector.parse(base.id().toString()));

        RemovalResult result =
                new Delete(bench.environment()).run("prod", bench.destinations(), named, false, plan -> false);

        String losses = result.plan().sinks().getFirst().losses().toString();
        long next = ManifestExamples.at(2).id().revision();
        assertTrue(losses.contains("without it it can't make revisions " + (first - 1) + " to " + (next - 1)), losses);
    }

    @Test
    void aDryRunRemovesNothingAndShowsThePlan() throws Exception {
        backup(ManifestExamples.at(1));
        backup(ManifestExamples.at(2));
        Bench bench = bench(LAST_ONE);

        RemovalResult result = new Prune(bench.environment()).run("prod", bench.destinations(), false, plan -> false);

        assertFalse(result.executed());
        assertEquals(4, keys().size());
        List<RemovalPlan.Line> lines = result.plan().sinks().getFirst().lines();
        assertEquals(
                List.of(id(2), id(1)), lines.stream().map(RemovalPlan.Line::id).toList());
        assertEquals(
                List.of(false, true),
                lines.stream().map(RemovalPlan.Line::remove).toList());
    }

    @Test
    void aManifestWhoseBodyIsGoneDoesNotPushOutABackupThatIsWhole() throws Exception {
        backup(ManifestExamples.at(1));
        Manifest gone = ManifestExamples.at(2);
        backup(gone);
        memory.delete(gone.body().key());

        RemovalResult result = prune(bench(LAST_ONE));

        assertEquals(List.of(), result.sinks().getFirst().removed());
        assertTrue(keys().toString().contains(id(1).toString()));
    }

    @Test
    void aLoneSinkThatRemovesNothingIsNoPartialSuccess() throws Exception {
        backup(ManifestExamples.at(1));
        backup(ManifestExamples.at(2));
        FaultySink faulty = new FaultySink(memory.reopen()).failEveryCall(Verb.DELETE, Kind.DENIED);

        RemovalResult result = prune(bench().with("store", faulty, LAST_ONE));

        assertEquals(Outcome.DENIED, result.outcome());
        assertEquals(4, keys().size());
    }

    @Test
    void nothingIsRemovedWhenAListingFails() throws Exception {
        backup(ManifestExamples.at(1));
        backup(ManifestExamples.at(2));
        FaultySink faulty = new FaultySink(memory.reopen()).failEveryCall(Verb.LIST, Kind.DENIED);

        RemovalResult result = prune(bench().with("store", faulty, LAST_ONE));

        assertEquals(Outcome.DENIED, result.outcome());
        assertEquals(4, keys().size());
    }

    @Test
    void aFolderOfTwoEtcdClustersAtTheSameTimeIsNotPrunedUnlessToldAndTheIdsAreNamed() throws Exception {
        backup(ManifestExamples.at(1, 0xaaaa));
        backup(ManifestExamples.at(2, 0xbbbb));
        backup(ManifestExamples.at(3, 0xaaaa));
        Bench bench = bench(LAST_ONE);

        RemovalResult refused = prune(bench);
        assertEquals(Outcome.REFUSED, refused.outcome());
        assertEquals(6, keys().size());
        String text = refused.plan().warnings().getFirst().text();
        for (int hour = 1; hour <= 3; hour++) {
            assertTrue(text.contains(id(hour).toString()), text);
        }

        new Prune(bench.environment()).run("prod", bench.destinations(), true, plan -> true);
        assertEquals(2, keys().size());
    }

    @Test
    void anEtcdClusterWhoseBackupsAreAllOlderWasReplacedAndRetentionGoesOnOverBoth() throws Exception {
        backup(ManifestExamples.at(1, 0xaaaa));
        backup(ManifestExamples.at(2, 0xaaaa));
        backup(ManifestExamples.at(3, 0xbbbb));

        RemovalResult result = prune(bench(RetentionRules.keepLast(2)));

        assertEquals(List.of(id(1)), result.sinks().getFirst().removed());
        String text =
                result.plan().sinks().getFirst().replacement().orElseThrow().text();
        assertTrue(text.contains("aaaa") && text.contains("bbbb"), text);
    }

    @Test
    void aManifestOfANewerFormatIsNeverPruned() throws Exception {
        backup(ManifestExamples.at(1));
        backup(ManifestExamples.at(2));
        String newer = new String(ManifestJson.write(ManifestExamples.at(1)), StandardCharsets.UTF_8)
                .replace("\"format\":1", "\"format\":2");
        memory.put(
                Layout.STANDARD.manifest("prod", id(1)),
                new BytesBody(newer.getBytes(StandardCharsets.UTF_8)),
                PutOptions.NONE);

        RemovalResult result = prune(bench(LAST_ONE));

        assertEquals(List.of(), result.sinks().getFirst().removed());
        assertEquals(4, keys().size());
    }

    @Test
    void aBodyWithoutAManifestGoesOnlyWhenTheStoresClockSaysItIsADayOld() throws Exception {
        body(ManifestExamples.at(1));
        storeTime = storeTime.plus(Duration.ofHours(23));
        backup(ManifestExamples.at(30));
        assertEquals(0, prune(bench(LAST_ONE)).sinks().getFirst().orphans());

        storeTime = storeTime.plus(Duration.ofHours(2));
        backup(ManifestExamples.at(31));

        assertEquals(1, prune(bench(LAST_ONE)).sinks().getFirst().orphans());
        assertEquals(2, keys().size());
    }

    @Test
    void aBodyWithoutAManifestStaysWhileAnEntryOfTheSpoolCanNotBeRead() throws Exception {
        body(ManifestExamples.at(1));
        storeTime = storeTime.plus(Duration.ofHours(25));
        backup(ManifestExamples.at(30));
        backup(ManifestExamples.at(31));
        Path entry = Files.createDirectories(state.resolve("spool/00000000000000aa"));
        Path record = Files.writeString(entry.resolve("owed.json"), "{");

        RemovalResult result = prune(bench(LAST_ONE));

        assertEquals(0, result.sinks().getFirst().orphans());
        assertEquals(List.of(id(30)), result.sinks().getFirst().removed());
        Files.delete(record);
        assertEquals(1, prune(bench(LAST_ONE)).sinks().getFirst().orphans());
    }

    @Test
    void deletingFromOneSinkLeavesWhatIsOwedToAnother() throws Exception {
        backup(ManifestExamples.at(1));
        backup(ManifestExamples.at(2));
        Bench bench = bench(LAST_ONE);
        Spool spool = Spool.open(state.resolve("spool"), new Random(1));
        owe(spool, ManifestExamples.at(1), "store", "offsite");
        owe(spool, ManifestExamples.at(2), "offsite");

        new Delete(bench.environment())
                .run("prod", bench.destinations(), List.of(Selector.parse(id(1).toString())), false, plan -> true);

        assertEquals(Set.of(id(1), id(2)), spool.spooled().ids());
        for (SpoolEntry entry : spool.claim(owed -> true)) {
            try (entry) {
                assertEquals(List.of("offsite"), entry.owed().orElseThrow().sinks());
            }
        }
    }

    private static void owe(Spool spool, Manifest manifest, String... sinks) throws Exception {
        try (SpoolEntry entry = spool.create()) {
            Files.write(entry.file(), new byte[1_000]);
            entry.owe(new Owed(manifest, List.of(sinks)));
        }
    }

    @Test
    void strangersKeysAreNeverTouched() throws Exception {
        storeTime = Instant.parse("2020-01-01T00:00:00Z");
        for (String key : List.of("prod/snapshots/other.db", "prod/manifests/other.json", "prod/notes", "else")) {
            memory.put(ObjectKey.of(key), new BytesBody(new byte[1]), PutOptions.NONE);
        }
        storeTime = Instant.parse("2026-11-22T00:00:00Z");
        backup(ManifestExamples.at(1));
        backup(ManifestExamples.at(2));

        prune(bench(LAST_ONE));

        assertEquals(6, keys().size());
    }

    @Test
    void aHeldBodyKeepsItsManifest() throws Exception {
        backup(ManifestExamples.at(1));
        backup(ManifestExamples.at(2));
        FaultySink holding = new FaultySink(memory.reopen()).failCall(Verb.DELETE, 2, Kind.HELD);

        RemovalResult result = prune(bench().with("store", holding, LAST_ONE));

        assertEquals(List.of(id(1)), result.sinks().getFirst().held());
        assertEquals(Outcome.OK, result.outcome());
        assertEquals(4, keys().size());
    }

    @Test
    void aHeldBackupThatWasNamedIsAFailure() throws Exception {
        backup(ManifestExamples.at(1));
        backup(ManifestExamples.at(2));
        FaultySink holding = new FaultySink(memory.reopen()).failCall(Verb.DELETE, 2, Kind.HELD);
        Bench bench = bench().with("store", holding, LAST_ONE);

        RemovalResult result = new Delete(bench.environment())
                .run("prod", bench.destinations(), List.of(Selector.parse(id(1).toString())), false, plan -> true);

        assertEquals(List.of(id(1)), result.sinks().getFirst().held());
        assertEquals(Outcome.REFUSED, result.outcome());
        assertEquals(4, keys().size());
    }

    @Test
    void deleteRefusesTheLastOneUnlessForced() throws Exception {
        backup(ManifestExamples.at(1));
        Bench bench = bench(LAST_ONE);
        Delete delete = new Delete(bench.environment());
        List<Selector> latest = List.of(new Selector.Latest());

        OperationException refused = assertThrows(
                OperationException.class, () -> delete.run("prod", bench.destinations(), latest, false, plan -> true));
        assertEquals(Outcome.REFUSED, refused.outcome());
        assertEquals(2, keys().size());

        delete.run("prod", bench.destinations(), latest, true, plan -> true);
        assertEquals(List.of(), keys());
    }
}
