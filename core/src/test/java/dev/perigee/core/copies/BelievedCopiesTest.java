package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only a whole copy counts, for whoever wants the newest. */
class BelievedCopiesTest extends CopiesFixture {

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
