package dev.perigee.core.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.ProvedPacks;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify.Depth;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.history.recording.GoldenSink;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.testkit.FaultySink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, whole and spoiled: what verify and the listing say of it, and what is restored all the same. */
class ProvePacksTest {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "history-1", "sink");

    @TempDir
    Path dir;

    private Path one;
    private Path two;
    private Bench bench;

    @BeforeEach
    void copyTheGoldenHistoryTwice() throws Exception {
        one = dir.resolve("one");
        two = dir.resolve("two");
        GoldenSink.copy(GOLDEN, one);
        GoldenSink.copy(GOLDEN, two);
        bench = new Bench(dir.resolve("state"));
        with("one", one);
        with("two", two);
    }

    private void with(String name, Path place) {
        bench.with(name, new LocalSink(new LocalSinkConfig(place)), RetentionRules.KEEP_ALL)
                .encoded(name, new EncodingSettings(OptionalInt.of(9), List.of()));
    }

    private BackupId base() throws OperationException {
        return bench.listed().getFirst();
    }

    private List<VerifyResult.Copy> proved(Depth depth) throws OperationException {
        return new ProvePacks(bench.environment(), "prod", bench.destinations())
                .run(base(), depth, Set.of("one", "two")).stream()
                        .map(ProvedPacks::copy)
                        .toList();
    }

    private VerifyResult.Copy ofOne(Depth depth) throws OperationException {
        return proved(depth).stream()
                .filter(copy -> copy.sink().equals("one"))
                .findFirst()
                .orElseThrow();
    }

    private HistoryListing listing() throws OperationException {
        return new ListHistory(bench.environment()).run(Sought.anywhere("prod", bench.destinations()));
    }

    private void alone() {
        bench = new Bench(dir.resolve("state"));
        with("one", one);
    }

    /** The objects of one kind, in the order of their revisions. */
    private static List<Path> objects(Path sink, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(sink.resolve("prod/history"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted((a, b) -> Long.compare(first(a), first(b)))
                    .toList();
        }
    }

    private static long first(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('-')));
    }

    private long last() throws OperationException {
        return listing().windows().getFirst().last();
    }

    private boolean isMade(long revision) throws Exception {
        Points points = Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
        try (SpoolEntry scratch = bench.environment().scratch()) {
            points.make(points.at(revision), scratch);
            return true;
        } catch (OperationException e) {
            return false;
        }
    }

    /** Nor are packs of rows fetched a second time. */
    @Test
    void eachRecordIsReadOnceThoughTheRowsAreLookedAt() throws Exception {
        FaultySink counted = new FaultySink(new LocalSink(new LocalSinkConfig(one)));
        bench = new Bench(dir.resolve("state")).with("one", counted, RetentionRules.KEEP_ALL);
        BackupId base = base();
        int before = counted.calls(FaultySink.Verb.GET);

        new ProvePacks(bench.environment(), "prod", bench.destinations()).run(base, Depth.FULL, Set.of("one"));

        assertEquals(3 + 3, counted.calls(FaultySink.Verb.GET) - before);
    }

    @Test
    void whatIsWholeIsGoodAtEveryDepth() throws Exception {
        for (Depth depth : Depth.values()) {
            assertEquals(
                    List.of(Outcome.OK, Outcome.OK),
                    proved(depth).stream().map(VerifyResult.Copy::outcome).toList(),
                    proved(depth).toString());
        }
        assertEquals(
                List.of("records", "lengths", "digests", "rows", "no gap", "hashkv"),
                ofOne(Depth.DEEP).checks());
        assertEquals(List.of("records", "lengths", "no gap"), ofOne(Depth.QUICK).checks());
    }

    @Test
    void aBitThatIsAnotherInTheRowsIsFoundByWhoReadsThemAndTheOtherSinkStandsIn() throws Exception {
        long last = last();
        GoldenCopy.flip(objects(one, ".rows").getLast());

        assertEquals(Outcome.OK, ofOne(Depth.QUICK).outcome());
        assertEquals(Outcome.DAMAGED, ofOne(Depth.FULL).outcome());
        assertTrue(
                ofOne(Depth.FULL).finding().contains("the pack is damaged"),
                ofOne(Depth.FULL).finding());
        assertTrue(isMade(last));
    }

    @Test
    void rowsOfAnotherLengthAndRowsThatAreGoneAreToldByTheListingAlone() throws Exception {
        alone();
        long last = last();
        Path rows = objects(one, ".rows").getLast();
        Files.write(rows, new byte[] {1}, StandardOpenOption.APPEND);
        assertGap(last, "bytes where its record, the .json beside it, says");
        assertEquals(Outcome.DAMAGED, ofOne(Depth.QUICK).outcome());
        Files.delete(rows);
        assertGap(last, "has no rows any more");
    }

    private void assertGap(long last, String why) throws Exception {
        HistoryListing listing = listing();
        assertTrue(listing.windows().getFirst().last() < last, listing.toString());
        assertTrue(
                listing.gaps().stream()
                        .anyMatch(gap -> gap.last() == last && gap.why().contains(why)),
                listing.gaps().toString());
    }

    @Test
    void aRecordThatCantBeReadIsAGapInTheMiddleAndToldWithItsReason() throws Exception {
        alone();
        Path middle = objects(one, ".json").get(1);
        Files.writeString(middle, "no record");

        HistoryListing.Gap gap = listing().gaps().getFirst();
        assertEquals(first(middle), gap.first());
        assertTrue(gap.why().contains(middle.getFileName().toString()), gap.why());
        VerifyResult.Copy found = ofOne(Depth.QUICK);
        assertEquals(Outcome.DAMAGED, found.outcome());
        assertTrue(
                found.finding().contains("has a gap: no good pack holds revisions " + gap.first() + " to "),
                found.finding());
    }

    @Test
    void whatOnlyAnotherSinkHoldsIsNoGapButNotWholeEither() throws Exception {
        Path middle = objects(one, ".json").get(1);
        Files.delete(middle);

        assertEquals(Outcome.PARTIAL, ofOne(Depth.FULL).outcome());
        assertTrue(
                ofOne(Depth.FULL).finding().contains("another sink alone has "),
                ofOne(Depth.FULL).finding());
        assertEquals(List.of(), listing().gaps());
    }

    @Test
    void aRecordThatIsDamagedIsToldAlsoWhereAnotherSinkStandsIn() throws Exception {
        Path middle = objects(one, ".json").get(1);
        Files.writeString(middle, "no record");

        HistoryListing listing = listing();

        assertEquals(List.of(), listing.gaps());
        assertEquals(1, listing.damaged().size(), listing.damaged().toString());
        assertTrue(
                listing.damaged()
                        .getFirst()
                        .sentence()
                        .contains(middle.getFileName().toString()),
                listing.damaged().toString());
        assertEquals(listing.damaged(), listing.problems());
        assertEquals(Outcome.OK, listing.outcome());
    }

    @Test
    void whatIsWrongWithEachPackIsSaidOnce() throws Exception {
        alone();
        bench.seals = new Seals(Optional.empty(), Optional.of(Files.writeString(dir.resolve("signers"), "")));

        String why = listing().gaps().getFirst().why();

        assertEquals(1, why.split("isn't believed", -1).length - 1, why);
        assertTrue(why.endsWith("; the same goes for 2 other packs"), why);
    }

    @Test
    void whereSignaturesAreDemandedUnsignedPacksAreToldAsGaps() throws Exception {
        alone();
        Path signers = Files.writeString(dir.resolve("signers"), "");
        bench.seals = new Seals(Optional.empty(), Optional.of(signers));

        HistoryListing.Gap gap = listing().gaps().getFirst();
        assertTrue(gap.why().contains("isn't signed"), gap.why());
        assertEquals(List.of(), listing().windows());
    }
}
