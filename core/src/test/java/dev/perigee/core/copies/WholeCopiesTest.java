package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
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
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.removal.Delete;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.testkit.MemorySink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only a whole copy counts: for retention, for deletion, for a list, and for whoever wants the newest. */
class WholeCopiesTest {

    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

    @TempDir
    Path state;

    private final MemorySink a = new MemorySink(() -> NOW);
    private final MemorySink b = new MemorySink(() -> NOW);

    private static BackupId id(int hour) {
        return ManifestExamples.at(hour).id();
    }

    private Bench bench(int keepLast) {
        Bench bench = new Bench(state).with("a", a.reopen(), RetentionRules.keepLast(keepLast));
        bench.clock = InstantSource.fixed(NOW);
        return bench;
    }

    private Bench both() {
        return bench(3).with("b", b.reopen(), RetentionRules.keepLast(3));
    }

    private static void put(MemorySink sink, Manifest manifest, byte[] json, int length) throws Exception {
        sink.put(manifest.body().key(), new BytesBody(new byte[length]), PutOptions.NONE);
        sink.put(Layout.STANDARD.manifest("prod", manifest.id()), new BytesBody(json), PutOptions.NONE);
    }

    private static void planted(MemorySink sink, int hour) throws Exception {
        put(sink, ManifestExamples.at(hour), ManifestJson.write(ManifestExamples.at(hour)), 1_000);
    }

    private void made(int hour) {
        byte[] json = ManifestJson.write(ManifestExamples.at(hour));
        new KnownBackups(state.resolve("known")).made("prod", id(hour), Sha256.digest(json));
    }

    private void backup(MemorySink sink, int... hours) throws Exception {
        for (int hour : hours) {
            made(hour);
            planted(sink, hour);
        }
    }

    private static void changed(MemorySink sink, int hour, UnaryOperator<String> change) throws Exception {
        String json = new String(ManifestJson.write(ManifestExamples.at(hour)), StandardCharsets.UTF_8);
        String after = change.apply(json);
        assertTrue(!after.equals(json), "the change must change something");
        put(sink, ManifestExamples.at(hour), after.getBytes(StandardCharsets.UTF_8), 1_000);
    }

    private void cut(int hour, int length) throws Exception {
        a.put(ManifestExamples.at(hour).body().key(), new BytesBody(new byte[length]), PutOptions.NONE);
    }

    private static RemovalResult prune(Bench bench) throws OperationException {
        return new Prune(bench.environment()).run("prod", bench.destinations(), false, plan -> true);
    }

    private static List<BackupId> removed(RemovalResult result) {
        assertEquals(Outcome.OK, result.outcome(), result::toString);
        return result.sinks().getFirst().removed();
    }

    private static String reason(RemovalResult result, BackupId id) {
        return result.plan().sinks().getFirst().lines().stream()
                .filter(line -> line.id().equals(id))
                .findFirst()
                .orElseThrow()
                .reason();
    }

    private static Listing list(Bench bench) throws OperationException {
        return new ListBackups(bench.environment()).run("prod", bench.destinations());
    }

    private static Shown show(Bench bench, Selector which) throws OperationException {
        return new Show(bench.environment()).run(Sought.anywhere("prod", bench.destinations()), which);
    }

    // ---- retention

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1_001})
    void aBodyOfAnotherLengthThanItsManifestSaysPushesNobodyOut(int length) throws Exception {
        backup(a, 1, 2);
        cut(2, length);

        RemovalResult result = prune(bench(1));

        assertEquals(List.of(), removed(result));
        assertTrue(reason(result, id(2)).startsWith("damaged"), reason(result, id(2)));
    }

    @Test
    void plantedManifestsWithBodiesOfOneByteRemoveNothing() throws Exception {
        backup(a, 1, 2, 3);
        for (int hour = 20; hour < 23; hour++) {
            put(a, ManifestExamples.at(hour), ManifestJson.write(ManifestExamples.at(hour)), 1);
        }

        assertEquals(List.of(), removed(prune(bench(3))));
    }

    @Test
    void wholeCopiesThatNobodyHereMadeLeaveTheNewestThatWasMadeHereAndArePointedOut() throws Exception {
        backup(a, 1, 2, 3);
        for (int hour = 20; hour < 23; hour++) {
            planted(a, hour);
        }

        RemovalResult result = prune(bench(3));

        assertEquals(List.of(id(1), id(2)), removed(result));
        assertTrue(reason(result, id(22)).contains("unknown"), reason(result, id(22)));
        assertEquals("newest proven backup", reason(result, id(3)));
    }

    @Test
    void whereNothingIsKnownAndNothingCanBeProvenNothingIsRemoved() throws Exception {
        planted(a, 1);
        planted(a, 2);

        RemovalResult result = prune(bench(1));

        assertEquals(Outcome.REFUSED, result.outcome());
        assertEquals(2, list(bench(1)).rows().size());
    }

    @Test
    void aProofThatFailedIsRememberedUntilTheListingShowsAnotherCopy() throws Exception {
        AtomicReference<Instant> time = new AtomicReference<>(NOW.minusSeconds(60));
        MemorySink sink = new MemorySink(time::get);
        planted(sink, 1);
        planted(sink, 2);
        Bench bench = bench(1).with("a", sink.reopen(), RetentionRules.keepLast(1));
        assertEquals(Outcome.REFUSED, prune(bench).outcome());
        int downloads = downloads(bench);

        RemovalResult again = prune(bench);

        assertEquals(List.of(), removed(again));
        assertTrue(reason(again, id(2)).startsWith("damaged"), reason(again, id(2)));
        assertEquals(downloads, downloads(bench));
        assertTrue(list(bench).newestWhole("a").isEmpty());

        time.set(NOW);
        planted(sink, 2);

        assertEquals(id(2), list(bench).newestWhole("a").orElseThrow());
    }

    private static int downloads(Bench bench) {
        return (int) bench.events.stream()
                .filter(ProgressEvent.Downloading.class::isInstance)
                .count();
    }

    @Test
    void oneManifestThatIsTooLongOrGarbageIsNamedAndTheOthersArePruned() throws Exception {
        backup(a, 1, 2, 3);
        put(a, ManifestExamples.at(20), new byte[2 << 20], 1_000);
        put(a, ManifestExamples.at(21), "{}".getBytes(StandardCharsets.UTF_8), 1_000);

        RemovalResult result = prune(bench(2));

        assertEquals(List.of(id(1)), removed(result));
        assertTrue(reason(result, id(20)).contains("can't be read"), reason(result, id(20)));
        assertEquals(2, result.plan().sinks().getFirst().findings().size());
    }

    @Test
    void aBackupOfTheFutureStopsNobodyPushesNobodyOutAndIsSaid() throws Exception {
        backup(a, 1, 2, 3);
        backup(a, 24 * 30);

        RemovalResult result = prune(bench(2));

        assertEquals(List.of(id(1)), removed(result));
        String finding = result.plan().sinks().getFirst().findings().getFirst();
        assertTrue(finding.contains("ahead of this machine's clock"), finding);
    }

    @Test
    void aBackupOfANewerFormatKeepsNoRulesPlace() throws Exception {
        backup(a, 1, 2);
        changed(a, 3, json -> json.replace("\"format\":1", "\"format\":2"));

        RemovalResult result = prune(bench(1));

        assertEquals(List.of(id(1)), removed(result));
        assertTrue(reason(result, id(3)).contains("format version 2"), reason(result, id(3)));
    }

    @Test
    void whereNothingWasMadeHereTheHighestRevisionStaysThoughNewerNamesFillTheRule() throws Exception {
        planted(a, 1);
        planted(a, 2);
        BackupId replayed = new SnapshotId(id(20).time(), 101, 7);
        String json = new String(ManifestJson.write(ManifestExamples.at(20)), StandardCharsets.UTF_8)
                .replace(id(20).toString(), replayed.toString())
                .replace("\"revision\":120", "\"revision\":101");
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        a.put(Layout.STANDARD.body("prod", replayed), new BytesBody(new byte[1_000]), PutOptions.NONE);
        a.put(Layout.STANDARD.manifest("prod", replayed), new BytesBody(bytes), PutOptions.NONE);
        new KnownBackups(state.resolve("known")).proven("prod", replayed, Sha256.digest(bytes));

        RemovalResult result = prune(bench(1));

        assertEquals(List.of(id(1)), removed(result));
        assertTrue(reason(result, id(2)).contains("higher revision"), reason(result, id(2)));
    }

    // ---- deletion

    @Test
    void theLastWholeBackupIsGuardedThoughOthersThatAreNotWholeLieBesideIt() throws Exception {
        backup(a, 1, 2, 3);
        cut(2, 0);
        put(a, ManifestExamples.at(3), "{}".getBytes(StandardCharsets.UTF_8), 1_000);
        Bench bench = bench(3);
        List<Selector> good = List.of(Selector.parse(id(1).toString()));

        OperationException refused = assertThrows(
                OperationException.class,
                () -> new Delete(bench.environment()).run("prod", bench.destinations(), good, false, plan -> true));

        assertEquals(Outcome.REFUSED, refused.outcome());
    }

    @Test
    void theLastBackupThatIsKnownIsGuardedThoughAStrangersLiesBesideIt() throws Exception {
        backup(a, 1);
        planted(a, 2);
        Bench bench = bench(3);
        List<Selector> known = List.of(Selector.parse(id(1).toString()));

        OperationException refused = assertThrows(
                OperationException.class,
                () -> new Delete(bench.environment()).run("prod", bench.destinations(), known, false, plan -> true));

        assertTrue(String.valueOf(refused.getMessage()).contains("only unknown ones"), refused::toString);
    }

    @Test
    void whatIsDamagedMayGoThoughNothingElseIsThere() throws Exception {
        backup(a, 1);
        cut(1, 3);
        Bench bench = bench(3);

        new Delete(bench.environment())
                .run("prod", bench.destinations(), List.of(new Selector.Latest()), false, plan -> true);

        assertEquals(List.of(), list(bench).rows());
    }

    // ---- a list

    @Test
    void onlyWholeCopiesAreFreshAndTheOthersAreListedWithBothLengths() throws Exception {
        backup(a, 1, 2);
        backup(b, 1);
        cut(2, 20);

        Listing listing = list(both());

        assertEquals(id(1), listing.newestWhole("a").orElseThrow());
        Listing.Row newest = listing.rows().getFirst();
        assertEquals(List.of(), newest.sinks());
        assertEquals(20, newest.copies().getFirst().copy().listedLength().orElseThrow());
        assertEquals(1_000, newest.copies().getFirst().copy().statedLength().orElseThrow());
        assertEquals(List.of("a", "b"), listing.rows().getLast().sinks());
    }

    @ParameterizedTest
    @ValueSource(ints = {24 * 365 * 70, 24 * 30})
    void aBackupOfTheFutureIsNotFreshAndIsNotTheLatest(int hours) throws Exception {
        backup(a, 1);
        backup(a, hours);
        Bench bench = bench(3);

        assertEquals(id(1), list(bench).newestWhole("a").orElseThrow());
        assertEquals(id(1), show(bench, new Selector.Latest()).manifest().id());
        assertEquals(
                id(hours),
                show(bench, Selector.parse(id(hours).toString())).manifest().id());
    }

    @Test
    void aManifestThatCannotBeReadIsNotFresh() throws Exception {
        backup(a, 1);
        a.put(
                Layout.STANDARD.manifest("prod", id(2)),
                new BytesBody("garbage".getBytes(StandardCharsets.UTF_8)),
                PutOptions.NONE);

        assertEquals(id(1), list(bench(3)).newestWhole("a").orElseThrow());
    }

    @Test
    void aStrangersBackupIsFreshOnlyWhereNoneOfOursLies() throws Exception {
        backup(a, 1);
        planted(a, 2);
        planted(b, 2);

        assertEquals(Map.of("a", id(1), "b", id(2)), list(both()).newestFresh());

        cut(1, 999);

        assertEquals(Map.of("b", id(2)), list(both()).newestFresh());
    }

    @Test
    void theSizeIsThatOfTheListingThoughNoManifestWasEverRead() throws Exception {
        planted(a, 1);
        planted(a, 2);

        List<Long> sizes = new ArrayList<>();
        list(bench(3)).rows().forEach(row -> sizes.add(row.length().orElseThrow()));

        assertEquals(List.of(1_000L, 1_000L), sizes);
    }

    // ---- whoever wants it

    @Test
    void theLatestThatIsDamagedInItsOnlySinkIsRefusedAndTheNewestOlderWholeOneIsNamed() throws Exception {
        backup(a, 1, 2, 3, 4);
        cut(4, 10);
        cut(3, 10);

        NoGoodCopy failure = assertThrows(NoGoodCopy.class, () -> show(bench(3), new Selector.Latest()));

        assertEquals(Outcome.DAMAGED, failure.outcome());
        assertEquals(id(2), failure.older().orElseThrow().id());
        assertEquals("a", failure.older().orElseThrow().sink());
    }

    @Test
    void whoeverIsRefusedIsShownOneThatIsKnownHereRatherThanANewerStranger() throws Exception {
        backup(a, 1, 4);
        planted(a, 2);
        cut(4, 10);

        NoGoodCopy failure = assertThrows(NoGoodCopy.class, () -> show(bench(3), new Selector.Latest()));

        assertEquals(id(1), failure.older().orElseThrow().id());
    }

    @Test
    void aStrangersBackupIsTakenWithAWarningThatNamesTheNewestOfOurOwn() throws Exception {
        backup(a, 1);
        planted(a, 2);
        Bench bench = bench(3);

        Fetched fetched = new Fetch(bench.environment())
                .run(Sought.anywhere("prod", bench.destinations()), new Selector.Latest(), state.resolve("f.db"));

        assertTrue(fetched.warnings().getFirst().text().contains(id(1).toString()), fetched::toString);
    }

    @Test
    void aBodyInAnEncodingThatThisReleaseCannotUndoIsUnreadable() throws Exception {
        backup(a, 1, 2);
        changed(a, 3, json -> json.replace("\"encoding\":[]", "\"encoding\":[\"zstd\"]"));

        assertEquals(List.of(id(1)), removed(prune(bench(1))));
        assertEquals(id(2), list(bench(1)).newestWhole("a").orElseThrow());
    }

    @Test
    void aLieInOneSinkMakesTheNextOnesCopyBeTaken() throws Exception {
        backup(a, 1);
        backup(b, 1);
        changed(
                a,
                1,
                json -> json.replace("\"length\":1000", "\"length\":1125899906842624")
                        .replace("\"databaseBytes\":968", "\"databaseBytes\":1125899906842592"));
        Path file = state.resolve("fetched.db");

        Fetched fetched = new Fetch(both().environment())
                .run(Sought.anywhere("prod", both().destinations()), new Selector.Latest(), file);

        assertEquals("b", fetched.sink());
        assertEquals(Outcome.DAMAGED, fetched.warnings().getFirst().outcome());
    }

    // ---- manifests

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"format\":1 > \"format\":0",
                "\"format\":1 > \"format\":-1",
                "\"revision\":101 > \"revision\":102",
                "\"revision\":101 > \"revision\":-1",
                "\"compacted\":-1 > \"compacted\":999999",
                "\"compacted\":-1 > \"compacted\":-2",
                "\"hashKv\":2 > \"hashKv\":4294967296",
                "\"liveKeys\":3 > \"liveKeys\":-3",
                "\"databaseBytes\":968 > \"databaseBytes\":969",
                "\"name\":\"prod\" > \"name\":\"other\"",
                "prod/snapshots/ > other/snapshots/",
                "00000001.db > 00000002.db",
                "\"id\":\"2026 > \"id\":\"2025",
                "\"time\":\"2026-11-20T01:00:00 > \"time\":\"2026-11-20T00:59:59"
            })
    void aManifestThatContradictsItselfOrItsPlaceIsDamageAndCountsForNothing(String change) throws Exception {
        String[] parts = change.split(" > ");
        changed(a, 1, json -> json.replace(parts[0], parts[1]));
        Bench bench = bench(3);

        OperationException failure = assertThrows(OperationException.class, () -> show(bench, new Selector.Latest()));
        VerifyResult verified = bench.verify(Verify.Depth.QUICK);

        assertEquals(Outcome.DAMAGED, failure.outcome(), failure::toString);
        assertEquals(Outcome.DAMAGED, verified.outcome(), verified::toString);
        assertTrue(list(bench).newestWhole("a").isEmpty());
    }

    @Test
    void aManifestThatDiffersFromTheOneWrittenHereIsTakenOnlyByWhoeverNamesTheSink() throws Exception {
        backup(a, 1);
        backup(b, 1);
        changed(a, 1, json -> json.replace("\"statusHash\":1", "\"statusHash\":7"));
        Bench bench = both();

        assertEquals(1, show(bench, new Selector.Latest()).manifest().facts().statusHash());
        assertEquals(
                List.of(Outcome.DAMAGED, Outcome.OK),
                bench.verify(Verify.Depth.QUICK).copies().stream()
                        .map(VerifyResult.Copy::outcome)
                        .toList());
        Bench alone = bench(3);
        assertThrows(NoGoodCopy.class, () -> show(alone, new Selector.Latest()));
        Shown insisted = new Show(alone.environment())
                .run(new Sought("prod", alone.destinations(), true), new Selector.Latest());
        assertEquals(7, insisted.manifest().facts().statusHash());
    }

    @Test
    void twoManifestsThatDifferAreBothDamagedWhereNobodyKnowsWhichIsTrue() throws Exception {
        planted(a, 1);
        changed(b, 1, json -> json.replace("\"statusHash\":1", "\"statusHash\":7"));
        Bench bench = both();

        OperationException failure = assertThrows(OperationException.class, () -> show(bench, new Selector.Latest()));

        assertEquals(Outcome.DAMAGED, failure.outcome());
        assertTrue(failure.hint().orElseThrow().contains("--sink"), failure::toString);
        assertEquals(
                List.of(Outcome.DAMAGED, Outcome.DAMAGED),
                bench.verify(Verify.Depth.QUICK).copies().stream()
                        .map(VerifyResult.Copy::outcome)
                        .toList());
    }

    @Test
    void noSinksWordIsEverRememberedInPlaceOfOurOwn() throws Exception {
        backup(a, 1);
        list(bench(3));
        changed(a, 1, json -> json.replace("\"statusHash\":1", "\"statusHash\":7"));
        assertThrows(NoGoodCopy.class, () -> show(bench(3), new Selector.Latest()));

        planted(a, 1);

        assertEquals(1, show(bench(3), new Selector.Latest()).manifest().facts().statusHash());
        assertEquals(List.of("a"), list(bench(3)).rows().getFirst().sinks());
    }

    @Test
    void strangersKeysAreNoBackups() throws Exception {
        a.put(ObjectKey.of("prod/manifests/other.json"), new BytesBody(new byte[1]), PutOptions.NONE);

        assertEquals(List.of(), list(bench(3)).rows());
    }
}
