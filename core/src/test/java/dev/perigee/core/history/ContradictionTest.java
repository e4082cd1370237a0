package dev.perigee.core.history;

import static dev.perigee.core.history.GoldenCopy.LAST;
import static dev.perigee.core.history.GoldenCopy.MIDDLE;
import static dev.perigee.core.history.GoldenCopy.TIMELINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Sha256;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.ProvedPacks;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.copies.Verify.Depth;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.archive.Records;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackJson;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.PackRows;
import dev.perigee.core.history.pack.SamplePack;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.history.recording.GoldenSink;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.etcd.format.mvcc.RowBytes;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history in two sinks, into which somebody writes packs that hold other rows of the same revisions. */
class ContradictionTest {

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

    private void only(String name, Path place) {
        bench = new Bench(dir.resolve("state"));
        with(name, place);
    }

    private Sought everywhere() throws OperationException {
        return Sought.anywhere("prod", bench.destinations());
    }

    private HistoryListing listing() throws OperationException {
        return new ListHistory(bench.environment()).run(everywhere());
    }

    private Points.Made made(long revision) throws Exception {
        Points points = Points.look(bench.environment(), everywhere());
        try (SpoolEntry scratch = bench.environment().scratch()) {
            return points.make(points.at(revision), scratch);
        }
    }

    private OperationException refused(long revision) {
        OperationException refused = assertThrows(OperationException.class, () -> made(revision));
        assertEquals(Outcome.DAMAGED, refused.outcome(), refused.getMessage());
        return refused;
    }

    private List<VerifyResult.Copy> proved(Depth depth) throws OperationException {
        return new ProvePacks(bench.environment(), "prod", bench.destinations())
                .run(TIMELINE, depth, Set.of("one", "two")).stream()
                        .map(ProvedPacks::copy)
                        .toList();
    }

    private void assertDoubted(Depth depth, String finding) throws OperationException {
        List<VerifyResult.Copy> copies = proved(depth);
        assertEquals(
                List.of(Outcome.DAMAGED, Outcome.DAMAGED),
                copies.stream().map(VerifyResult.Copy::outcome).toList(),
                copies.toString());
        copies.forEach(copy -> assertTrue(copy.finding().contains(finding), copy.finding()));
    }

    private Path place(Path sink, PackId pack, String part) {
        return sink.resolve("prod/history").resolve(TIMELINE.toString()).resolve(pack + part);
    }

    /** The rows of golden packs, one of which is another, as a pack of a name, to which no member says anything. */
    private void write(Path sink, PackId as, UnaryOperator<RowBytes> change, PackId... of) throws Exception {
        List<PackRecord> records = new ArrayList<>();
        List<RowBytes> rows = new ArrayList<>();
        Archive archive = Archive.look(bench.environment(), "prod", bench.destinations());
        for (PackId each : of) {
            PackPlace place = new PackPlace(TIMELINE, each);
            Archive.Fetched pack =
                    archive.fetch(List.of(place), dir.resolve("rows")).had().get(place);
            records.add(pack.record());
            PackRows.read(pack.file(), each, pack.record().rows(), rows::add);
        }
        rows.set(2, change.apply(rows.get(2)));
        Path file = place(sink, as, ".rows");
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            PackRows.begin(out);
            for (RowBytes row : rows) {
                PackRows.write(out, row);
            }
        }
        Files.write(place(sink, as, ".json"), PackJson.write(record(as, records, file)));
    }

    private static PackRecord record(PackId as, List<PackRecord> of, Path file) throws Exception {
        return SamplePack.of(
                new PackPlace(TIMELINE, as),
                of.getFirst().cluster(),
                of.stream().mapToLong(PackRecord::rows).sum(),
                of.stream().flatMap(record -> record.moments().stream()).toList(),
                Files.size(file),
                Sha256.of(Sha256.digester().digest(Files.readAllBytes(file))));
    }

    /** Another key of the same length. */
    private static RowBytes forged(RowBytes row) {
        byte[] value = row.value().clone();
        value[2] ^= 1;
        return new RowBytes(row.key(), value);
    }

    @Test
    void aPackThatIsAnotherInEachSinkIsRefusedWithBothNamedAndAWayOut() throws Exception {
        write(one, LAST, ContradictionTest::forged, LAST);

        OperationException refused = refused(24);

        assertEquals("pack 20-24-00000018 isn't the same in 'one' as in 'two'", refused.getMessage());
        assertEquals(
                "'perigee snapshot verify " + TIMELINE + " --deep --all-sinks' says what each holds;"
                        + " take the one that you trust by --sink",
                refused.hint().orElseThrow());
        assertEquals(
                19, Points.look(bench.environment(), everywhere()).at(19).plan().revision());
    }

    @Test
    void whoNamesTheSinkTakesItsWord() throws Exception {
        write(one, LAST, ContradictionTest::forged, LAST);
        Points points = Points.look(bench.environment(), everywhere());
        assertThrows(OperationException.class, () -> points.at(24));
        assertThrows(OperationException.class, () -> points.at(24), "also who asks again");

        only("two", two);

        assertEquals(TIMELINE, made(24).backup().manifest().id());
    }

    @Test
    void aPackThatIsAnotherInEachSinkIsAGapAndFoundByEveryProof() throws Exception {
        write(one, LAST, ContradictionTest::forged, LAST);

        HistoryListing listing = listing();

        assertEquals(Outcome.DAMAGED, listing.outcome());
        assertTrue(
                listing.problems().getFirst().text().startsWith("pack 20-24-00000018 isn't the same"),
                listing.problems().toString());
        assertEquals(19, listing.windows().getFirst().last());
        assertEquals(
                new HistoryListing.Gap(TIMELINE, 20, 24, "pack 20-24-00000018 isn't the same in 'one' as in 'two'"),
                listing.gaps().getFirst());
        for (Depth depth : Depth.values()) {
            assertDoubted(depth, "pack 20-24-00000018 isn't the same in 'one' as in 'two'");
        }
    }

    /** Neither the rows nor a signature tell: by when revisions were seen decides what a time means. */
    @Test
    void aRecordThatTellsOtherTimesOfTheSameRowsIsNotTakenAtItsWord() throws Exception {
        Path record = place(one, LAST, ".json");
        Files.writeString(record, Files.readString(record).replace("2026-11-29T11:36:21.8", "2026-11-29T11:36:51.8"));
        Points points = Points.look(bench.environment(), everywhere());

        OperationException refused =
                assertThrows(OperationException.class, () -> points.at(Instant.parse("2026-11-29T11:36:30Z")));

        assertTrue(refused.getMessage().startsWith("pack 20-24-00000018 isn't the same"), refused.getMessage());
        String hint = refused.hint().orElseThrow();
        assertTrue(hint.contains("by --sink; '--rev 19' is the nearest before it"), hint);
        assertThrows(
                OperationException.class,
                () -> points.at(Instant.parse("2026-11-29T11:36:21.684550970Z")),
                "the time of revision 19, behind which the same pack goes on");
    }

    @Test
    void packsThatHoldOtherRowsOfTheSameRevisionsAreRefused() throws Exception {
        PackId wider = new PackId(14, 24, 0xaa);
        write(one, wider, ContradictionTest::forged, MIDDLE, LAST);

        assertEquals(
                "packs 14-24-000000aa (in 'one') and 14-19-00000013 (in 'one' and 'two') hold different rows of"
                        + " revisions 14 to 19",
                refused(24).getMessage());
        assertDoubted(Depth.FULL, "hold different rows of revisions 14 to 19");
        assertDoubted(Depth.DEEP, "hold different rows of revisions 14 to 19");
    }

    @Test
    void packsThatHoldOtherRowsInOneSinkAreRefusedThereToo() throws Exception {
        write(one, new PackId(14, 24, 0xaa), ContradictionTest::forged, MIDDLE, LAST);
        only("one", one);

        OperationException refused = refused(24);

        assertEquals(
                "packs 14-24-000000aa and 14-19-00000013 hold different rows of revisions 14 to 19",
                refused.getMessage());
        assertEquals(
                "'perigee snapshot verify " + TIMELINE + " --deep --all-sinks' says what each holds; take the wrong one"
                        + " out of its sink: prod/history/" + TIMELINE + "/14-24-000000aa.json or prod/history/"
                        + TIMELINE + "/14-19-00000013.json",
                refused.hint().orElseThrow());
    }

    /** Each sink agrees with itself. */
    @Test
    void packsThatHoldOtherRowsEachInItsOwnSinkAreFoundToo() throws Exception {
        write(one, new PackId(14, 24, 0xaa), ContradictionTest::forged, MIDDLE, LAST);
        for (PackId own : List.of(MIDDLE, LAST)) {
            Files.delete(place(one, own, ".json"));
        }

        refused(24);
        assertDoubted(Depth.FULL, "hold different rows of revisions 14 to 19");
    }

    @Test
    void packsThatOverlapAndAgreeAreTaken() throws Exception {
        write(one, new PackId(14, 24, 0xaa), row -> row, MIDDLE, LAST);

        assertEquals(TIMELINE, made(24).backup().manifest().id());
        assertEquals(
                List.of(Outcome.OK, Outcome.OK),
                proved(Depth.FULL).stream().map(VerifyResult.Copy::outcome).toList());
    }

    /** Whatever lies behind it. */
    @Test
    void whatDoesNotDecideIsNotHeldAgainstARevision() throws Exception {
        write(one, new PackId(14, 24, 0xaa), row -> row, MIDDLE, LAST);
        write(two, LAST, ContradictionTest::forged, LAST);

        assertEquals(TIMELINE, made(19).backup().manifest().id());
        refused(20);
    }

    /** Whoever knows less contradicts nobody. */
    @Test
    void aRecordWithoutTheSealThatAnotherSinkHasIsCompletedByIt() throws Exception {
        Path record = place(one, LAST, ".json");
        Files.writeString(record, Files.readString(record).replaceFirst("\"seal\":\\{[^}]*},", ""));

        assertEquals(TIMELINE, made(24).backup().manifest().id());
        assertEquals(Outcome.OK, listing().outcome());
        PackPlace last = new PackPlace(TIMELINE, LAST);
        Records records =
                Archive.look(bench.environment(), "prod", bench.destinations()).records(List.of(last));
        assertEquals(24, records.had().get(last).seal().orElseThrow().revision());
    }

    @Test
    void anotherSealIsAContradiction() throws Exception {
        Path record = place(one, LAST, ".json");
        Files.writeString(record, Files.readString(record).replace("\"hashKv\":237593172", "\"hashKv\":237593173"));

        assertTrue(refused(24).getMessage().endsWith("isn't the same in 'one' as in 'two'"));
    }

    @Test
    void aPackBesideThatCannotBeReadIsTold() throws Exception {
        PackId beside = new PackId(14, 24, 0xbb);
        write(one, new PackId(14, 24, 0xaa), row -> row, MIDDLE, LAST);
        write(two, beside, row -> row, MIDDLE, LAST);
        GoldenCopy.flip(place(two, beside, ".rows"));

        List<String> notes = made(24).notes();

        assertTrue(
                notes.getFirst().startsWith("pack 14-24-000000bb can't be read, so that nobody knows"),
                notes.toString());
    }

    /** A pack of a name, as one behind a backup that was taken while the golden history was recorded, or after that. */
    private void moveBehindAnotherBackup(int second, PackId pack, UnaryOperator<Moment> change) throws Exception {
        BackupId other =
                BackupId.parse("20261129T1136" + second + "Z-19-0badf00d").orElseThrow();
        String manifest = Files.readString(one.resolve("prod/manifests/" + TIMELINE + ".json"));
        Files.writeString(
                one.resolve("prod/manifests/" + other + ".json"),
                manifest.replace(TIMELINE.toString(), other.toString())
                        .replace("\"revision\":9", "\"revision\":19")
                        .replace("T11:36:19", "T11:36:" + second));
        Files.copy(one.resolve("prod/snapshots/" + TIMELINE + ".db"), one.resolve("prod/snapshots/" + other + ".db"));
        PackRecord own = PackJson.read("", Files.readAllBytes(place(one, pack, ".json")));
        PackPlace place = new PackPlace(other, pack);
        Path rows = one.resolve(place.key("prod", PackPlace.Part.ROWS).value());
        Files.createDirectories(rows.getParent());
        Files.move(place(one, pack, ".rows"), rows);
        Files.delete(place(one, pack, ".json"));
        PackRecord moved = SamplePack.of(
                place,
                own.cluster(),
                own.rows(),
                own.moments().stream().map(change).toList(),
                own.object().length(),
                own.object().sha256());
        Files.write(one.resolve(place.key("prod", PackPlace.Part.RECORD).value()), PackJson.write(moved));
    }

    @Test
    void aHistoryThatWasBegunWithinAnotherOneIsHeldAgainstIt() throws Exception {
        PackId forged = new PackId(20, 24, 0xf0);
        write(one, forged, ContradictionTest::forged, LAST);
        moveBehindAnotherBackup(21, forged, moment -> moment);

        assertTrue(refused(24).getMessage().contains("hold different rows of revisions 20 to 24"));
        assertEquals(
                "'perigee snapshot verify 20261129T113621Z-19-0badf00d --deep --all-sinks' says what each holds;"
                        + " take the one that you trust by --sink",
                refused(24).hint().orElseThrow());

        only("one", one); // as if a copy of the cluster ran beside it: neither of its packs is a wrong one
        assertTrue(refused(24).hint().orElseThrow().startsWith("two stores may be recorded under this name"));
    }

    /** Its own times may lie behind all that the other one tells. */
    @Test
    void aHistoryWhoseBackupWasTakenWithinAnotherOneIsHeldAgainstItWhateverItsTimes() throws Exception {
        PackId forged = new PackId(20, 24, 0xf0);
        write(one, forged, ContradictionTest::forged, LAST);
        moveBehindAnotherBackup(
                21,
                forged,
                moment -> new Moment(moment.revision(), moment.time().plusSeconds(60)));

        assertTrue(refused(24).getMessage().contains("hold different rows of revisions 20 to 24"));
    }

    @Test
    void aHistoryThatWasBegunWhenAnotherOneHadEndedMayHoldWhatItLikes() throws Exception {
        PackId after = new PackId(20, 24, 0xf0);
        write(one, after, ContradictionTest::forged, LAST);
        moveBehindAnotherBackup(
                30, after, moment -> new Moment(moment.revision(), moment.time().plusSeconds(60)));
        Points points = Points.look(bench.environment(), everywhere());

        assertEquals("20261129T113630Z-19-0badf00d", points.at(24).plan().base().toString());
        assertFalse(message(24).contains("hold different rows"), message(24));
    }

    /** What hinders it: that backup's body is of another revision. */
    private String message(long revision) {
        return String.valueOf(
                assertThrows(OperationException.class, () -> made(revision)).getMessage());
    }
}
