package dev.perigee.core.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.copies.ProvedPacks;
import dev.perigee.core.copies.Verify.Depth;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.outcome.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, which began when a clock that ran ahead was set right: the history before it is dated later. */
class ClockSetRightTest {

    private static final BackupId AHEAD = GoldenCopy.id("20261129T113620Z-2-0badf00d");
    private static final BackupId NEWEST = GoldenCopy.id("20261129T113622Z-13-0badf00d");

    @TempDir
    Path dir;

    private GoldenCopy golden;

    @BeforeEach
    void layOutTheHistoryBeforeIt() throws Exception {
        golden = new GoldenCopy(dir);
        golden.copyTheBackup(AHEAD);
        golden.write(
                AHEAD,
                GoldenCopy.FIRST,
                new PackId(3, 9, 0xaa),
                new Moment(9, AHEAD.time().plusMillis(500)));
        golden.copyTheBackup(NEWEST);
    }

    @Test
    void thePacksBehindTheNewestBackupAreProven() throws Exception {
        List<ProvedPacks> proved = new ProvePacks(
                        golden.bench().environment(), "prod", golden.bench().destinations())
                .run(NEWEST, Depth.QUICK, Set.of("golden"));

        assertEquals(
                List.of(Outcome.OK),
                proved.stream().map(each -> each.copy().outcome()).toList());
    }

    @Test
    void whoTakesTheNewestBackupIsToldOfTheHistoryBehindIt() throws Exception {
        Fetched newest = new Fetched(
                golden.body(NEWEST),
                ManifestJson.read("", Files.readAllBytes(golden.manifest(NEWEST))),
                "golden",
                List.of());

        HistoryBehind behind = HistoryBehind.look(golden.bench().environment(), golden.sought(), newest)
                .orElseThrow();

        assertEquals(24, behind.revision());
    }

    /** It hasn't come to the time yet at which that began. */
    @Test
    void aTimeBehindBothMeansWhatTheOneHadSeenThatBeganWhenTheClockWasSetRight() throws Exception {
        BackupId farAhead = GoldenCopy.id("20261129T120000Z-2-0badf00d");
        Instant seen = farAhead.time().plusSeconds(10);
        golden.copyTheBackup(farAhead);
        golden.write(farAhead, GoldenCopy.FIRST, new PackId(3, 9, 0xaa), new Moment(9, seen));
        golden.follow(new PackRecord.Follows(farAhead, 9, "the clock was put back", false));

        assertEquals(24, golden.revisionAt(seen.plusSeconds(60)));
        assertEquals(24, golden.listing().farthest().orElseThrow().last());
    }

    /** Its revisions lie before the golden history's, as those of a clock that ran ahead do; nothing was written to it for a while. */
    @Test
    void aTimeBehindBothMeansTheBackupOfAnOlderStateThatWasPutBackAndNotTheStoreThatIsLost() throws Exception {
        BackupId putBack = GoldenCopy.id("20261129T113800Z-5-0badf00d");
        golden.copyTheBackup(putBack);
        golden.write(
                putBack,
                GoldenCopy.FIRST,
                new PackId(6, 8, 0xaa),
                new Moment(8, putBack.time().plusSeconds(120)));

        assertEquals(24, golden.revisionAt(putBack.time().minusSeconds(60)));
        assertEquals(Optional.empty(), golden.points().at(putBack.time().plusSeconds(60)));
    }
}
