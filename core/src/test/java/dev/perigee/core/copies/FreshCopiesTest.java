package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.api.PutOptions;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only a whole copy counts, for a list and for how old the newest is. */
class FreshCopiesTest extends CopiesFixture {

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
    void whoAsksForTheLatestWhereAllAreOfTheFutureIsToldHowToTakeOne() throws Exception {
        backup(a, 24 * 30);

        OperationException none = assertThrows(OperationException.class, () -> show(bench(3), new Selector.Latest()));

        assertEquals(Outcome.NOT_FOUND, none.outcome());
        assertEquals(
                "set the clock that is wrong; who names " + id(24 * 30) + " gets it all the same",
                none.hint().orElseThrow());
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
}
