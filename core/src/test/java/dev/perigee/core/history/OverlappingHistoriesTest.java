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

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.copies.Verify.Depth;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.state.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, while which another backup was taken that a history is said to go on from as well. */
class OverlappingHistoriesTest {

    private static final BackupId OTHER = GoldenCopy.id("20261129T113620Z-9-0badf00d");
    private static final BackupId BEHIND = GoldenCopy.id("20261129T113619Z-24-0badf00d");

    @TempDir
    Path dir;

    private GoldenCopy golden;

    @BeforeEach
    void copyTheGoldenHistoryAndItsBackupOnceMore() throws Exception {
        golden = new GoldenCopy(dir);
        golden.copyTheBackup(OTHER);
    }

    private void write(PackId rowsOf, PackId as, Moment... moments) throws Exception {
        golden.write(OTHER, rowsOf, as, moments);
    }

    private Points points() throws OperationException {
        return golden.points();
    }

    /** As far as the listing says that what there is goes. */
    private long listed() throws OperationException {
        return golden.listing().farthest().orElseThrow().last();
    }

    private long revisionAt(Instant time) throws OperationException {
        return golden.revisionAt(time);
    }

    /** Another daemon took over for a while, and the first one went on with what it had. */
    @Test
    void whicheverHasSeenMoreByThenIsRight() throws Exception {
        write(FIRST, new PackId(10, 13, 0xaa), new Moment(13, SEEN_13.plusMillis(30)));

        assertEquals(24, revisionAt(SEEN_24.plusSeconds(60)));
        assertEquals(19, revisionAt(SEEN_19));
        assertEquals(13, revisionAt(SEEN_13));
        assertEquals(24, listed());
    }

    @Test
    void theOneThatTellsOfTheLatestTimeIsNotTheOneThatHasSeenMost() throws Exception {
        write(FIRST, new PackId(10, 13, 0xaa), new Moment(13, SEEN_24.plusSeconds(30)));

        OperationException refused = assertThrows(OperationException.class, () -> revisionAt(SEEN_24.plusSeconds(60)));

        assertEquals(Outcome.DAMAGED, refused.outcome(), refused.getMessage());
    }

    @Test
    void aTimeThatARestoreRefusesIsNotAdvisedToWhoTakesTheNewestBackup() throws Exception {
        write(FIRST, new PackId(10, 13, 0xaa), new Moment(13, SEEN_24.plusSeconds(30)));
        Environment environment = golden.bench().environment();
        Fetched latest = new Fetch(environment).run(golden.sought(), new Selector.Latest(), dir.resolve("latest.db"));

        HistoryBehind behind =
                HistoryBehind.look(environment, golden.sought(), latest).orElseThrow();

        assertEquals(Optional.empty(), behind.time());
        assertTrue(behind.words().contains(": '--rev 13' in place of"), behind.words());
    }

    @Test
    void whoSaysToHaveSeenMoreLongBeforeAnotherThatWasRecordingIsNotBelieved() throws Exception {
        write(FIRST, new PackId(10, 24, 0xaa), new Moment(24, OTHER.until()));

        OperationException refused = assertThrows(OperationException.class, () -> revisionAt(SEEN_19));

        assertEquals(Outcome.DAMAGED, refused.outcome(), refused.getMessage());
        assertTrue(refused.hint().orElseThrow().contains("'--rev 24' or '--rev 19'"), refused.toString());
    }

    /** The old one lives on, and somebody still records it. */
    @Test
    void aHistoryOfAnotherClusterOfThatNameHasSeenNothingOfThisOne() throws Exception {
        Manifest.Cluster another = new Manifest.Cluster("prod", 0x0badf00d);
        golden.write(OTHER, another, FIRST, new PackId(10, 13, 0xaa), new Moment(13, SEEN_24.plusMillis(30)));

        assertEquals(13, revisionAt(SEEN_24.plusSeconds(60)));
        assertEquals(13, listed());
    }

    @Test
    void twoClustersThatGoOnUnderOneNameAreToldByEveryListingAndProof() throws Exception {
        Manifest.Cluster another = new Manifest.Cluster("prod", 0x0badf00d);
        golden.write(OTHER, another, FIRST, new PackId(10, 13, 0xaa), new Moment(13, SEEN_24.plusMillis(30)));

        new ProvePacks(golden.bench().environment(), "prod", golden.bench().destinations())
                .run(TIMELINE, Depth.QUICK, Set.of("golden"));

        String told = golden.listing().problems().getFirst().text();
        assertTrue(told.startsWith("2 clusters are recorded under the name 'prod': etcd cluster badf00d, in"), told);
        assertTrue(told.contains("; give each a name of its own in the configuration"), told);
        assertEquals(List.of(new ProgressEvent.Warning(told)), List.copyOf(golden.bench().events));
        assertEquals(Outcome.OK, golden.listing().outcome());
    }

    /** Whoever has renamed the one that was told shouldn't hear of the next one only then. */
    @Test
    void allClustersThatGoOnUnderOneNameAreToldAtOnce() throws Exception {
        BackupId third = GoldenCopy.id("20261129T113620Z-9-0000cafe");
        golden.write(
                OTHER,
                new Manifest.Cluster("prod", 0x0badf00d),
                FIRST,
                new PackId(10, 13, 0xaa),
                new Moment(13, SEEN_24.plusMillis(30)));
        golden.write(
                third,
                new Manifest.Cluster("prod", 0xcafe),
                FIRST,
                new PackId(10, 13, 0xbb),
                new Moment(13, SEEN_24.plusMillis(20)));

        String told = golden.listing().problems().getFirst().text();

        assertTrue(told.startsWith("3 clusters are recorded under the name 'prod': etcd cluster badf00d, in"), told);
        assertTrue(told.contains("etcd cluster cafe, in the history of " + third), told);
        assertTrue(told.contains(" and etcd cluster 9f8e4ca3d94c43cb, in the history of " + TIMELINE), told);
    }

    /** It was restored under another id, and recorded from then on; or one of the two has another name since. */
    @Test
    void aClusterThatIsRecordedNoLongerIsNoStranger() throws Exception {
        Manifest.Cluster another = new Manifest.Cluster("prod", 0x0badf00d);
        golden.write(OTHER, another, FIRST, new PackId(10, 13, 0xaa), new Moment(13, SEEN_24.plus(Duration.ofDays(1))));

        assertEquals(Optional.empty(), golden.listing().strangers());
    }

    /** One history had ended where the other one begins, and by its times it was recorded on for a while. */
    @Test
    void aTimeThatCameTwiceSinceTheClockWasPutBackMeansNeitherOfTwoRevisions() throws Exception {
        golden.copyTheBackup(BEHIND);
        golden.write(BEHIND, FIRST, new PackId(25, 28, 0xaa), new Moment(28, SEEN_19));

        OperationException refused = assertThrows(OperationException.class, () -> revisionAt(SEEN_19.plusMillis(1)));

        assertEquals(Outcome.DAMAGED, refused.outcome(), refused.getMessage());
        assertTrue(refused.hint().orElseThrow().contains("'--rev 28' or '--rev 19'"), refused.toString());
        assertEquals(28, revisionAt(SEEN_24.plusSeconds(60)));
    }

    /** The clock was put back by a minute when it ended: what came then is dated before what it had seen. */
    @Test
    void aHistoryThatEndedWhenAnotherBeganDoubtsNothingOfThat() throws Exception {
        Files.delete(golden.manifest(OTHER));
        golden.copyTheBackup(BEHIND);
        golden.write(BEHIND, FIRST, new PackId(25, 28, 0xaa), new Moment(28, BEHIND.until()));

        assertEquals(28, revisionAt(SEEN_24.plusSeconds(60)));
    }

    /** The golden rows of later revisions pass for the earlier ones'. */
    @Test
    void otherRowsOfTheSameRevisionsAreRefusedWhateverTheirTimes() throws Exception {
        write(MIDDLE, new PackId(10, 15, 0xaa), new Moment(15, SEEN_24.plusSeconds(30)));

        for (long revision = 10; revision <= 13; revision++) {
            long asked = revision;
            assertThrows(OperationException.class, () -> make(asked), "revision " + revision);
        }
    }

    /** A pack goes on from there, and what it held was written by that time. */
    @Test
    void aBackupIsNotWhatATimeMeansWhereThePackBehindItIsDamaged() throws Exception {
        Files.writeString(golden.record(LAST), "{");
        golden.copyTheBackup(GoldenCopy.id("20261129T113621Z-21-0badf00d"));

        OperationException refused = assertThrows(OperationException.class, () -> points().at(SEEN_24.plusSeconds(60)));

        assertEquals(Outcome.DAMAGED, refused.outcome(), refused.getMessage());
        assertTrue(refused.getMessage().contains("20-24-00000018"), refused.getMessage());
    }

    /** Its packs are the only ones there are: nobody is told to take them out. */
    @Test
    void aHistoryWhoseBackupIsThereAndDamagedIsNoStrangers() throws Exception {
        Files.delete(golden.manifest(OTHER));
        Files.delete(golden.body(OTHER));
        Files.delete(golden.body(TIMELINE));

        OperationException refused = assertThrows(OperationException.class, () -> points().at(SEEN_24.plusSeconds(60)));

        assertEquals(Outcome.DAMAGED, refused.outcome(), refused.getMessage());
        assertTrue(refused.hint().orElseThrow().startsWith("'perigee snapshot list' says"), refused.toString());
    }

    private void make(long revision) throws Exception {
        try (var scratch = golden.bench().environment().scratch()) {
            Points points = points();
            points.make(points.at(revision), scratch);
        }
    }
}
