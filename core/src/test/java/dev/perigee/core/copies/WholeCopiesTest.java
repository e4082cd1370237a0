package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ListPage;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.KnownBackups;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.ManifestExamples;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.removal.Delete;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.time.Timing;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.FaultySink.Verb;
import dev.perigee.testkit.MemorySink;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only a whole copy counts, for retention and deletion. */
class WholeCopiesTest extends CopiesFixture {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1_001})
    void aBodyOfAnotherLengthThanItsManifestSaysPushesNobodyOut(int length) throws Exception {
        backup(a, 1, 2);
        cut(2, length);

        RemovalResult result = prune(bench(1));

        assertEquals(List.of(), removed(result));
        assertTrue(reason(result, id(2)).startsWith("damaged"), reason(result, id(2)));
    }

    /** No disk is too small for what can't be there: another sink is asked. */
    @ParameterizedTest
    @ValueSource(strings = {"\"zstd\"", "\"age\"", "\"zstd\",\"age\""})
    void aLengthThatNothingOfTheStoredOneCanHaveIsDamage(String encoding) throws Exception {
        planted(b, 1);
        long huge = 1L << 62;
        changed(
                a,
                1,
                json -> json.replace("\"databaseBytes\":968", "\"databaseBytes\":" + (huge - 32))
                        .replace(
                                "\"encoding\":[]",
                                "\"encoding\":[" + encoding + "],\"plain\":{\"length\":" + huge + ",\"sha256\":\""
                                        + "0".repeat(64) + "\"}"));

        Fetched fetched = new Fetch(both().environment())
                .run(
                        Sought.anywhere("prod", both().destinations()),
                        new Selector.Latest(),
                        state.resolve("fetched.db"));

        assertEquals("b", fetched.sink());
        assertTrue(fetched.warnings().toString().contains("'plain.length' can't be"), fetched::toString);
        assertEquals(
                Outcome.DAMAGED,
                both().verify(Verify.Depth.FULL).copies().getFirst().outcome());
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
    void aSinkThatStoodStillIsntAskedAgainByTheSameVerb() throws Exception {
        backup(a, 1);
        backup(b, 1);
        FaultySink still = new FaultySink(a.reopen());
        Bench bench = new Bench(state)
                .with("still", still, RetentionRules.KEEP_ALL)
                .with("b", b.reopen(), RetentionRules.KEEP_ALL);
        bench.clock = InstantSource.fixed(NOW);
        Sinks sinks = new Sinks(bench.environment());
        Destination first = bench.destinations().getFirst();
        still.failEveryCall(Verb.GET, Kind.UNREACHABLE);
        int listed = still.calls(Verb.LIST);

        assertTrue(sinks.ask(
                        first, sink -> sink.get(ManifestExamples.at(1).body().key(), 0))
                .failure()
                .isPresent());
        Sinks.Answer<ListPage> again = sinks.ask(first, sink -> sink.list("", "", 1));

        assertEquals(Outcome.CONNECTION, again.failure().orElseThrow().outcome());
        assertEquals(listed, still.calls(Verb.LIST), "it would stand still again, five times over");
        assertTrue(sinks.ask(bench.destinations().getLast(), sink -> sink.list("", "", 1))
                .value()
                .isPresent());
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
        new KnownBackups(state.resolve("known"), Timing.system()).proven("prod", replayed, Sha256.digest(bytes));

        RemovalResult result = prune(bench(1));

        assertEquals(List.of(id(1)), removed(result));
        assertTrue(reason(result, id(2)).contains("higher revision"), reason(result, id(2)));
    }

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
}
