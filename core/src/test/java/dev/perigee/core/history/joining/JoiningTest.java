package dev.perigee.core.history.joining;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.PackRecord.Seal;
import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.history.spool.HistorySpool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JoiningTest {

    private static final BackupId BASE =
            BackupId.parse("20261128T060000Z-10-9f3a01bc").orElseThrow();
    private static final Instant NOW = Instant.parse("2026-11-28T07:00:00Z");
    private static final Joining RULE = new Joining(1_000, Duration.ofMinutes(5));

    private static HistorySpool.Kept pack(long revision, int generation, long bytes, boolean sealed, Instant at) {
        PackPlace place = new PackPlace(BASE, new PackId(revision, revision, 1));
        PackRecord record = new PackRecord(
                place,
                new Manifest.Cluster("prod", 1),
                "default",
                "host",
                "perigee",
                1,
                List.of(new Moment(revision, at)),
                RepeatedTimes.NONE,
                List.of(),
                sealed ? Optional.of(new Seal(revision, 5, 1, "3.6.16")) : Optional.empty(),
                Optional.empty(),
                new StoredObject("rows", ObjectKey.of("prod/rows"), bytes, Sha256.digest(new byte[0])));
        return new HistorySpool.Kept(record, Path.of("rows"), Set.of(), generation);
    }

    private static HistorySpool.Kept fresh(long revision) {
        return pack(revision, 0, 1, false, NOW);
    }

    private static List<String> due(List<HistorySpool.Kept> packs) {
        return RULE.due(packs, NOW).stream()
                .map(group -> group.packs().getFirst().record().place().pack().first() + "-"
                        + group.packs().getLast().record().place().pack().last())
                .toList();
    }

    private static List<HistorySpool.Kept> fresh(long from, long to) {
        List<HistorySpool.Kept> packs = new ArrayList<>();
        for (long revision = from; revision <= to; revision++) {
            packs.add(fresh(revision));
        }
        return packs;
    }

    @Test
    void thirtyBecomeOneAndFewerWait() {
        assertEquals(List.of(), due(fresh(11, 39)));
        assertEquals(List.of("11-40"), due(fresh(11, 45)));
        assertEquals(List.of("11-40", "41-70"), due(fresh(11, 70)));
    }

    @Test
    void aSealEndsAGroup() {
        List<HistorySpool.Kept> packs = fresh(11, 13);
        packs.add(pack(14, 0, 1, true, NOW));
        packs.addAll(fresh(15, 16));

        assertEquals(List.of("11-14"), due(packs));
    }

    @Test
    void aGroupIsNoLargerThanAPackAndWhatIsLargeStaysAlone() {
        List<HistorySpool.Kept> packs = List.of(
                pack(11, 0, 300, false, NOW),
                pack(12, 0, 300, false, NOW),
                pack(13, 0, 100, false, NOW),
                pack(14, 0, 950, false, NOW),
                fresh(15));

        assertEquals(List.of("11-12", "13-13", "14-14"), due(packs));
    }

    @Test
    void whatIsOldIsJoinedThoughItIsFew() {
        assertEquals(List.of("11-12"), due(List.of(pack(11, 0, 1, false, NOW.minusSeconds(400)), fresh(12))));
    }

    @Test
    void anOlderGenerationWaitsForTheNextToGrowUpAndIsClosedByAHole() {
        assertEquals(List.of(), due(List.of(pack(11, 1, 1, false, NOW), fresh(12))));
        assertEquals(List.of("11-11"), due(List.of(pack(11, 1, 1, false, NOW), fresh(13))));
        assertEquals(List.of("11-12"), due(List.of(pack(11, 0, 1, false, NOW), fresh(12), pack(13, 1, 1, false, NOW))));
    }
}
