package dev.perigee.core.history.thinning;

import static dev.perigee.core.history.GoldenCopy.FIRST;
import static dev.perigee.core.history.GoldenCopy.LAST;
import static dev.perigee.core.history.GoldenCopy.MIDDLE;
import static dev.perigee.core.history.GoldenCopy.TIMELINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.GoldenCopy;
import dev.perigee.core.history.pack.Coverage;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden history in a sink of which this machine has read nothing before. */
class OldPacksTest {

    private static final BackupId PUT_BACK = GoldenCopy.id("20261129T113800Z-5-0badf00d");
    private static final BackupId OWN = GoldenCopy.id("20261129T113621Z-14-0badf00d");
    private static final BackupId FOREIGN = GoldenCopy.id("20261129T113621Z-20-0badf00d");
    private static final Instant LATER = Instant.parse("2026-12-29T12:00:00Z");

    @TempDir
    Path dir;

    private GoldenCopy golden;

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        golden = new GoldenCopy(dir);
    }

    private List<PackPlace> removable(Instant from) throws Exception {
        return look(packs -> packs.removable(from));
    }

    private List<Coverage.Stretch> lostWithout(BackupId... gone) throws Exception {
        return look(packs -> packs.lostWithout(List.of(gone)));
    }

    private interface Question<T> {
        T of(OldPacks packs) throws SinkException;
    }

    private <T> T look(Question<T> question) throws Exception {
        Environment environment = golden.bench().environment();
        Destination destination = golden.bench().destinations().getFirst();
        Sinks sinks = new Sinks(environment);
        return sinks.ask(
                        destination,
                        sink -> question.of(OldPacks.look(
                                new PackShelf(sink, "prod", environment.seals()),
                                sinks.copies(destination, sink, "prod"))))
                .value()
                .orElseThrow();
    }

    private static List<PackPlace> golden(PackId... packs) {
        return Stream.of(packs).map(pack -> new PackPlace(TIMELINE, pack)).toList();
    }

    /** Of low revisions, as a cluster has that was built anew, or put back to before what was recorded. */
    private void recordFrom(BackupId begun) throws Exception {
        golden.copyTheBackup(begun);
        golden.write(
                begun,
                FIRST,
                new PackId(begun.revision() + 1, 8, 0xaa),
                new Moment(8, begun.time().plusSeconds(1)));
    }

    @Test
    void aHistoryGoesWholeWhenAnOlderStateWasPutBackBehindItThoughThatHasNotComeSoFarAgain() throws Exception {
        recordFrom(PUT_BACK);

        assertEquals(List.of(), removable(PUT_BACK.time()), "it isn't taken yet");
        assertEquals(golden(FIRST, MIDDLE, LAST), removable(PUT_BACK.until()));
    }

    @Test
    void aHistoryStaysThatBeganWhenTheClockOfTheOneBeforeItWasSetRight() throws Exception {
        recordFrom(PUT_BACK);
        golden.follow(new PackRecord.Follows(PUT_BACK, 8, "the clock was put back", false));

        assertEquals(List.of(), removable(LATER));
    }

    /** Nothing tells which of the two goes on. */
    @Test
    void aHistoryStaysThatWasRecordedWhenAnotherOfLowerRevisionsHadBegun() throws Exception {
        recordFrom(GoldenCopy.id("20261129T113620Z-5-0badf00d"));

        assertEquals(List.of(), removable(LATER));
    }

    @Test
    void aHistoryStaysOfWhichSomethingWasRecordedInTheTimeThatIsKept() throws Exception {
        BackupId higher = GoldenCopy.id("20261129T113620Z-20-0badf00d");
        golden.copyTheBackup(higher);
        golden.write(higher, FIRST, new PackId(21, 28, 0xaa), new Moment(28, GoldenCopy.SEEN_24));

        assertEquals(List.of(), removable(higher.until().plusMillis(1)));
    }

    /** A key that isn't trusted yet makes each record unreadable. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHistoryStaysWhileWhatItsRecordsTellCanNotBeRead(boolean ofItsFirst) throws Exception {
        recordFrom(PUT_BACK);
        Files.writeString(golden.record(ofItsFirst ? FIRST : LAST), "damaged");

        assertEquals(List.of(), removable(LATER));
    }

    /** Another daemon took over, and gave back; nothing was written for long. */
    @Test
    void aHistoryStaysThatWentOnFartherThanOneThatBeganMeanwhile() throws Exception {
        BackupId meanwhile = GoldenCopy.id("20261129T113620Z-20-0badf00d");
        golden.copyTheBackup(meanwhile);
        golden.write(meanwhile, FIRST, new PackId(21, 22, 0xaa), new Moment(22, meanwhile.time()));

        assertFalse(removable(LATER).containsAll(golden(LAST)));
    }

    @Test
    void aBackupOfTheHistoryMakesUpForTheOneThatItBeganWithFromThereOn() throws Exception {
        golden.copyTheBackup(OWN);

        assertEquals(List.of(new Coverage.Stretch(9, 13)), lostWithout(TIMELINE));
        assertEquals(List.of(), lostWithout(OWN));
        assertEquals(List.of(new Coverage.Stretch(9, 24)), lostWithout(TIMELINE, OWN));
    }

    @Test
    void theBackupOfAnotherClusterMakesUpForNone() throws Exception {
        golden.copyTheBackup(OWN);
        golden.copyTheBackup(FOREIGN);
        ofAnotherCluster(OWN);
        ofAnotherCluster(FOREIGN);

        assertEquals(List.of(new Coverage.Stretch(9, 24)), lostWithout(TIMELINE));
        assertEquals(List.of(), lostWithout(OWN, FOREIGN));
    }

    @Test
    void aBackupWhoseTimeHasNotComeIsNeededLikeAnyOther() throws Exception {
        Instant before = TIMELINE.time().minusSeconds(3_600);
        golden.bench().clock = () -> before;

        assertEquals(List.of(new Coverage.Stretch(9, 24)), lostWithout(TIMELINE));
    }

    @Test
    void theBackupOfAnotherClusterOfThatNameTakesNoPacksBeforeItAway() throws Exception {
        golden.copyTheBackup(OWN);
        golden.copyTheBackup(FOREIGN);
        assertEquals(golden(FIRST, MIDDLE), removable(LATER), "it is of the same cluster still");

        ofAnotherCluster(FOREIGN);

        assertEquals(golden(FIRST), removable(LATER));
    }

    /** The backup that it began with may be too old to be kept. */
    @Test
    void ofWhichClusterAHistoryIsIsToldByItsPacksToo() throws Exception {
        golden.copyTheBackup(OWN);
        golden.copyTheBackup(FOREIGN);
        ofAnotherCluster(FOREIGN);
        Files.delete(golden.manifest(TIMELINE));

        assertEquals(golden(FIRST), removable(LATER));
    }

    @Test
    void theBackupOfAnOlderStateThatWasPutBackTakesNoPacksBeforeItAway() throws Exception {
        golden.copyTheBackup(OWN);
        golden.copyTheBackup(GoldenCopy.id("20261129T113800Z-20-0badf00d"));

        assertEquals(golden(FIRST), removable(LATER));
    }

    private void ofAnotherCluster(BackupId backup) throws Exception {
        Path manifest = golden.manifest(backup);
        String own = Long.toHexString(GoldenCopy.golden(FIRST).cluster().id());
        String told = Files.readString(manifest);
        Files.writeString(manifest, told.replace(own, Long.toHexString(0x0badf00d)));
    }
}
