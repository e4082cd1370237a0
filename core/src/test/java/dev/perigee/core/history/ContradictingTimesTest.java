package dev.perigee.core.history;

import static dev.perigee.core.history.GoldenCopy.FIRST;
import static dev.perigee.core.history.GoldenCopy.LAST;
import static dev.perigee.core.history.GoldenCopy.MIDDLE;
import static dev.perigee.core.history.GoldenCopy.SEEN_13;
import static dev.perigee.core.history.GoldenCopy.SEEN_19;
import static dev.perigee.core.history.GoldenCopy.SEEN_24;
import static dev.perigee.core.history.GoldenCopy.TIMELINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.copies.ProvedPacks;
import dev.perigee.core.copies.Verify.Depth;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.signing.NewKey;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.signing.SshKey;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import dev.perigee.testkit.FaultySink;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, beside which packs lie that tell other times of the same revisions, or the same. */
class ContradictingTimesTest {

    private static final Instant LATER = SEEN_24.plusSeconds(30);

    @TempDir
    Path dir;

    private GoldenCopy golden;

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        golden = new GoldenCopy(dir);
    }

    private Points points() throws OperationException {
        return golden.points();
    }

    private long revisionAt(Instant time) throws OperationException {
        return golden.revisionAt(time);
    }

    private OperationException refused(Instant time) {
        OperationException refused = assertThrows(OperationException.class, () -> points().at(time));
        assertEquals(Outcome.DAMAGED, refused.outcome(), refused.getMessage());
        return refused;
    }

    private List<VerifyResult.Copy> proved(Depth depth) throws OperationException {
        return new ProvePacks(
                        golden.bench().environment(), "prod", golden.bench().destinations())
                .run(TIMELINE, depth, Set.of("golden")).stream()
                        .map(ProvedPacks::copy)
                        .toList();
    }

    private HistoryListing listing() throws OperationException {
        return golden.listing();
    }

    private void lose(PackId pack) throws IOException {
        golden.lose(pack);
    }

    /** A record that tells of times; its rows are of the right length, and nobody reads them for a time. */
    private void write(PackId as, Moment... moments) throws Exception {
        golden.write(TIMELINE, FIRST, as, moments);
    }

    private static Moment moment(long revision, Instant time) {
        return new Moment(revision, time);
    }

    /** As the golden parts are joined. */
    private void writeWhole() throws Exception {
        write(new PackId(10, 24, 0xaa), moment(13, SEEN_13), moment(19, SEEN_19), moment(24, SEEN_24));
    }

    @Test
    void aPackThatTellsLaterTimesCannotHaveAnOlderRevisionTaken() throws Exception {
        write(new PackId(14, 24, 0xaa), moment(19, LATER), moment(24, LATER));

        OperationException refused = refused(SEEN_24);

        assertEquals(
                "by " + SEEN_24 + " revision 24 had been written if pack 20-24-00000018 is right, and none behind 13 if"
                        + " pack 14-24-000000aa is",
                refused.getMessage());
        assertEquals(
                "one of them is forged, or the clock was put back; '--rev 24' or '--rev 13' takes what you trust",
                refused.hint().orElseThrow());
        assertEquals(24, points().at(24).plan().revision());
        assertEquals(13, points().at(13).plan().revision());
    }

    @Test
    void aPackThatTellsEarlierTimesCannotHaveALaterRevisionTaken() throws Exception {
        write(new PackId(14, 24, 0xaa), moment(24, SEEN_13));

        refused(SEEN_19);
        refused(SEEN_13);
    }

    /** It holds neither what had been seen nor the next revision. */
    @Test
    void aPackThatGoesBeyondTheEndCannotHaveALaterRevisionTaken() throws Exception {
        for (int nonce = 1; nonce <= 4; nonce++) { // so many that the search finds one of them first
            write(new PackId(22, 30, nonce), moment(30, SEEN_13));
        }

        refused(SEEN_19);
    }

    @Test
    void aPackThatHidesAWholeHistoryCannotHaveAnotherOneTaken() throws Exception {
        lose(MIDDLE);
        lose(LAST);
        write(new PackId(10, 12, 0xaa), moment(12, LATER));

        refused(SEEN_13);
    }

    @Test
    void aPackThatMisleadsTheSearchIsPassedOver() throws Exception {
        lose(LAST);
        write(new PackId(10, 19, 0xaa), moment(19, SEEN_19));
        write(new PackId(11, 12, 0xbb), moment(12, LATER));
        write(new PackId(20, 20, 0xcc), moment(20, SEEN_24));

        assertEquals(20, revisionAt(SEEN_24));
    }

    /** Each is a request. */
    @Test
    void onePackThatIsSaidToHoldAllRevisionsDoesNotHaveAllPacksRead() throws Exception {
        for (int revision = 25; revision < 65; revision++) {
            write(new PackId(revision, revision, 0xbb), moment(revision, LATER));
        }
        write(new PackId(2, 1_000_000_000_000L, 0xaa), moment(1_000_000_000_000L, LATER));
        FaultySink counting = new FaultySink(new LocalSink(new LocalSinkConfig(golden.sink())));
        golden.bench().with("golden", counting, RetentionRules.KEEP_ALL);

        assertTrue(points().at(SEEN_13.minus(Duration.ofSeconds(2))).isEmpty());

        assertTrue(counting.calls(FaultySink.Verb.GET) < 20, "of 44 packs");
    }

    @Test
    void packsThatTellOtherTimesAreFoundByEveryProofAndListing() throws Exception {
        write(new PackId(14, 24, 0xaa), moment(19, LATER), moment(24, LATER.plusSeconds(1)));

        VerifyResult.Copy copy = proved(Depth.QUICK).getFirst();
        HistoryListing listing = listing();

        assertEquals(Outcome.DAMAGED, copy.outcome());
        assertTrue(
                copy.finding()
                        .startsWith("sink 'golden': by " + SEEN_19 + " revision 19 had been written if pack 14-19-"),
                copy.finding());
        assertTrue(copy.finding().endsWith(", and 1 more like it"), copy.finding());
        assertEquals(Outcome.DAMAGED, listing.outcome());
        assertTrue(listing.problems().getFirst().text().contains("'--rev 19' or '--rev 13'"));
        assertEquals(24, listing.windows().getFirst().last());
    }

    @Test
    void whatWasJoinedTellsTheSameAsItsPartsBesideIt() throws Exception {
        writeWhole();

        assertAnswersAsEver();
    }

    /** Killed, tidied by half, or joined in one sink only. */
    @Test
    void partsMayBeMissingBesideTheWhole() throws Exception {
        writeWhole();
        for (PackId gone : List.of(MIDDLE, FIRST, LAST)) {
            lose(gone);
            assertAnswersAsEver();
        }
    }

    /** In order it lies before most of its parts, of which some sinks may have those that others don't have any more. */
    @Test
    void signedPartsMayBeMissingBesideTheWholeAsWell() throws Exception {
        writeWhole();
        lose(LAST);
        sign();

        assertAnswersAsEver();
    }

    private void sign() throws Exception {
        Path key = dir.resolve("key");
        SshKey open = NewKey.write(key, "bench", new SecureRandom());
        Path signers = Files.writeString(dir.resolve("signers"), "bench " + open.text() + "\n");
        golden.bench().seals = new Seals(Optional.of(key), Optional.of(signers));
        sign(Seals.Purpose.MANIFEST, golden.sink().resolve("prod/manifests"));
        sign(Seals.Purpose.HISTORY, golden.folder(TIMELINE));
    }

    private void sign(Seals.Purpose purpose, Path folder) throws IOException {
        try (DirectoryStream<Path> records = Files.newDirectoryStream(folder, "*.json")) {
            for (Path record : records) {
                byte[] signature = golden.bench()
                        .seals
                        .sign(purpose, Files.readAllBytes(record))
                        .orElseThrow();
                Files.write(record.resolveSibling(record.getFileName() + ".sig"), signature);
            }
        }
    }

    private void assertAnswersAsEver() throws Exception {
        assertEquals(13, revisionAt(SEEN_19.minusNanos(1)));
        assertEquals(19, revisionAt(SEEN_19));
        assertEquals(19, revisionAt(SEEN_24.minusNanos(1)));
        assertEquals(24, revisionAt(SEEN_24));
        assertEquals(24, revisionAt(LATER));
        assertTrue(points().at(SEEN_13.minus(Duration.ofSeconds(2))).isEmpty());
        assertEquals(Outcome.OK, listing().outcome());
        assertEquals(Outcome.OK, proved(Depth.QUICK).getFirst().outcome());
    }

    /** The moments of what was joined aren't put back with it. */
    @Test
    void aClockThatWasPutBackIsNoContradiction() throws Exception {
        putBackTheClockBehindTheMiddle();
        write(
                new PackId(10, 24, 0xaa),
                moment(13, SEEN_13),
                moment(19, SEEN_19),
                moment(22, SEEN_19),
                moment(23, SEEN_19),
                moment(24, SEEN_24));

        assertEquals(Outcome.OK, listing().outcome());
        assertEquals(Outcome.OK, proved(Depth.QUICK).getFirst().outcome());
        assertEquals(13, revisionAt(SEEN_19.minusNanos(1)));
        assertEquals(23, revisionAt(SEEN_19));
        assertEquals(24, revisionAt(SEEN_24));
        lose(FIRST);
        lose(MIDDLE);
        assertEquals(
                "one of them is forged, or the clock was put back; '--rev 22' or '--rev 13' takes what you trust",
                refused(SEEN_19.minusNanos(1)).hint().orElseThrow());
        lose(LAST);
        assertEquals(13, revisionAt(SEEN_19.minusNanos(1)));
    }

    @Test
    void aTimeThatTheNewestPackTellsOnceMoreIsAskedFor() throws Exception {
        putBackTheClockBehindTheMiddle();

        assertEquals(
                "one of them is forged, or the clock was put back; '--rev 22' or '--rev 13' takes what you trust",
                refused(SEEN_13).hint().orElseThrow());
        assertEquals(23, revisionAt(SEEN_19));
        assertEquals(24, revisionAt(SEEN_24));
    }

    @Test
    void aClockThatRanAheadAndWasSetRightDoesNotHideWhatCameLater() throws Exception {
        lose(MIDDLE);
        write(MIDDLE, moment(19, LATER));

        assertEquals(13, revisionAt(SEEN_13));
        assertEquals(
                "one of them is forged, or the clock was put back; '--rev 24' or '--rev 13' takes what you trust",
                refused(SEEN_24).hint().orElseThrow());
        assertEquals(24, revisionAt(LATER));
    }

    private void putBackTheClockBehindTheMiddle() throws Exception {
        lose(LAST);
        write(LAST, moment(22, SEEN_13), moment(23, SEEN_19), moment(24, SEEN_24));
    }
}
