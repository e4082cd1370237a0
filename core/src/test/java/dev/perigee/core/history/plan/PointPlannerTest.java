package dev.perigee.core.history.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.kinship.Kin;
import dev.perigee.core.history.kinship.Stores;
import dev.perigee.core.history.pack.Coverage;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PointPlannerTest {

    private static BackupId base(int hour, long revision) {
        return BackupId.parse("20261128T%02d0000Z-%d-00000001".formatted(hour, revision))
                .orElseThrow();
    }

    private static PackId pack(long first, long last) {
        return new PackId(first, last, 0);
    }

    private static PackPlace place(BackupId timeline, long first, long last) {
        return new PackPlace(timeline, pack(first, last));
    }

    @Test
    void aBackupAndThePacksBehindItMakeARevision() {
        BackupId base = base(1, 100);
        PointPlanner planner = new PointPlanner(List.of(base), List.of(place(base, 101, 150), place(base, 151, 200)));

        assertEquals(
                new PointPlan.FromPacks(base, base, 160, List.of(pack(101, 150), pack(151, 200))), planner.plan(160));
        assertEquals(new PointPlan.FromPacks(base, base, 150, List.of(pack(101, 150))), planner.plan(150));
        assertEquals(new PointPlan.FromPacks(base, base, 100, List.of()), planner.plan(100));
    }

    @Test
    void theNearestBackupOfTheTimelineIsTaken() {
        BackupId first = base(1, 100);
        BackupId second = base(2, 150);
        PointPlanner planner = new PointPlanner(
                List.of(first, second),
                List.of(place(first, 101, 140), place(first, 141, 160), place(first, 161, 200)));

        assertEquals(
                new PointPlan.FromPacks(first, second, 170, List.of(pack(141, 160), pack(161, 200))),
                planner.plan(170));
        assertEquals(new PointPlan.FromPacks(first, first, 130, List.of(pack(101, 140))), planner.plan(130));
    }

    @Test
    void aMissingPackIsAGapThatIsNamed() {
        BackupId base = base(1, 100);
        PointPlanner planner = new PointPlanner(List.of(base), List.of(place(base, 101, 150), place(base, 171, 200)));

        PointPlan.NotHeld missing = assertInstanceOf(PointPlan.NotHeld.class, planner.plan(160));

        assertEquals(
                "nothing that is kept holds revision 160; the history has a gap from revision 151 to 170;"
                        + " what can be restored is revisions 100 to 150, and before a backup what it holds back to its compaction",
                missing.why());
        assertEquals(
                Optional.of("'--rev 150' is the nearest before it; 'perigee history list' shows when that was"),
                missing.cure());
        assertInstanceOf(PointPlan.NotHeld.class, planner.plan(180));
    }

    @Test
    void aLaterBackupWithoutItsLastRowsWillDo() {
        PointPlanner planner = new PointPlanner(List.of(base(1, 100), base(2, 200), base(3, 300)), List.of());

        assertEquals(new PointPlan.FromLater(base(2, 200), 150), planner.plan(150));
        assertInstanceOf(PointPlan.NotHeld.class, planner.plan(301));
    }

    @Test
    void aLaterBackupOfAnotherHistoryWillNot() {
        // after hour 2 the cluster was restored to an older state, and went on from there
        PointPlanner planner =
                new PointPlanner(List.of(base(1, 100), base(2, 300), base(3, 120), base(4, 200)), List.of());

        assertEquals(new PointPlan.FromLater(base(4, 200), 150), planner.plan(150));
        assertEquals(new PointPlan.FromLater(base(3, 120), 110), planner.plan(110));
        PointPlan.NotHeld missing = assertInstanceOf(PointPlan.NotHeld.class, planner.plan(250));
        assertEquals(
                "nothing that is kept holds revision 250; what can be restored is revision 120, revision 200,"
                        + " revision 300, and others farther away, and before a backup what it holds back to its compaction",
                missing.why());
        assertEquals(
                "'--rev 200' is the nearest before it, backup " + base(4, 200)
                        + "; '--rev 300' is the nearest after it, backup " + base(2, 300),
                missing.cure().orElseThrow());
    }

    @Test
    void aLaterBackupOfTheStoreThatWasBackedUpLastWillDoAndElseOneOfThatVeryRevision() {
        BackupId last = base(3, 220);
        Stores stores = Stores.UNKNOWN
                .knowing(new Stores.Pair(last, base(2, 200)), Kin.BRANCHED)
                .knowing(new Stores.Pair(last, base(1, 100)), Kin.BRANCHED);
        PointPlanner planner = new PointPlanner(List.of(base(1, 100), base(2, 200), last), List.of(), stores);

        assertEquals(new PointPlan.FromLater(last, 150), planner.plan(150));
        assertEquals(new PointPlan.FromPacks(base(2, 200), base(2, 200), 200, List.of()), planner.plan(200));
    }

    @Test
    void aBackupThatIsDoubtedIsGoneOnFromOnlyWhereNothingElseLeadsThere() {
        BackupId began = base(1, 100);
        BackupId doubted = base(2, 120);
        Stores stores = Stores.UNKNOWN.knowing(new Stores.Pair(began, doubted), Kin.BEHIND);
        List<PackPlace> whole = List.of(place(began, 101, 130));
        List<PackPlace> holed = List.of(place(began, 101, 105), place(began, 115, 130));

        assertEquals(
                Optional.of(new PointPlan.FromPacks(
                        began, began, 130, List.of(whole.getFirst().pack()))),
                new PointPlanner(List.of(began, doubted), whole, stores).within(began, 130));
        assertEquals(
                Optional.of(new PointPlan.FromPacks(
                        began, doubted, 130, List.of(holed.getLast().pack()))),
                new PointPlanner(List.of(began, doubted), holed, stores).within(began, 130));
    }

    @Test
    void aRevisionBehindTheHistoryIsToldTheNearestBackupAndTheNearestThatTheHistoryHolds() {
        BackupId base = base(1, 100);
        BackupId alone = base(2, 180);
        PointPlanner planner = new PointPlanner(List.of(base, alone), List.of(place(base, 101, 150)));

        assertEquals(
                Optional.of("'--rev 180' is the nearest before it, backup " + alone),
                assertInstanceOf(PointPlan.NotHeld.class, planner.plan(200)).cure());
        assertEquals(
                Optional.of("'--rev 150' is the nearest before it; 'perigee history list' shows when that was"),
                assertInstanceOf(
                                PointPlan.NotHeld.class,
                                new PointPlanner(List.of(base), List.of(place(base, 101, 150))).plan(200))
                        .cure());
    }

    @Test
    void whatWasRecordedWhileTheFirstBackupWasTakenIsNoGap() {
        BackupId base = base(1, 120);
        List<PackPlace> packs = List.of(place(base, 101, 110), place(base, 111, 150), place(base, 161, 170));
        PointPlanner planner = new PointPlanner(List.of(base), packs);

        assertEquals(
                List.of(new Stretch(151, 170)),
                planner.unreachable(base, List.of(pack(101, 110), pack(111, 150), pack(161, 170)), Optional.empty()));
        assertEquals(List.of(), planner.unreachable(base, List.of(pack(101, 110)), Optional.empty()));
    }

    @Test
    void packsOfOneTimelineNeverGoWithABackupOfAnother() {
        BackupId old = base(1, 100);
        BackupId young = base(3, 150);
        PointPlanner planner =
                new PointPlanner(List.of(old, young), List.of(place(old, 101, 200), place(young, 151, 160)));

        assertEquals(new PointPlan.FromPacks(young, young, 155, List.of(pack(151, 160))), planner.plan(155));
        assertEquals(new PointPlan.FromPacks(old, old, 180, List.of(pack(101, 200))), planner.plan(180));
    }

    /** Its clock ran ahead, and was set right: then the other one began. */
    @Test
    void aHistoryThatIsDatedLaterButHadEndedByThenIsNotTheNextOne() {
        BackupId ahead = base(9, 100);
        BackupId right = base(3, 200);
        BackupId since = base(10, 250);
        PointPlanner planner =
                new PointPlanner(List.of(ahead, right, since), List.of(place(ahead, 101, 200), place(right, 201, 300)));

        assertEquals(List.of(since, right), planner.basesOf(right));
        assertEquals(List.of(ahead), planner.basesOf(ahead));
        assertEquals(new PointPlan.FromPacks(right, since, 280, List.of(pack(201, 300))), planner.plan(280));
    }

    @Test
    void aTimelineOfWhichNoMoreIsThereThanCameWhileItsBackupWasTakenIsNotBeforeItself() {
        BackupId before = base(1, 50);
        BackupId begun = base(2, 120);
        PointPlanner planner =
                new PointPlanner(List.of(before, begun), List.of(place(before, 51, 100), place(begun, 101, 110)));

        assertEquals(List.of(before), planner.before(begun, before));
        assertEquals(List.of(), planner.before(begun, begun));
    }

    @Test
    void whatIsPlannedIsCoveredWithoutAHole() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            BackupId base = base(1, 10);
            List<PackPlace> packs = new ArrayList<>();
            for (int i = 0; i < random.nextInt(12); i++) {
                long first = 11 + random.nextInt(40);
                packs.add(place(base, first, first + random.nextInt(12)));
            }
            PointPlanner planner = new PointPlanner(List.of(base), packs);
            for (long revision = 11; revision < 70; revision++) {
                requireCovered(base, packs, planner, revision);
            }
        }
    }

    private static void requireCovered(BackupId base, List<PackPlace> packs, PointPlanner planner, long revision) {
        boolean held = true;
        for (long each = 11; each <= revision; each++) {
            long wanted = each;
            held &= packs.stream().anyMatch(place -> place.pack().holds(wanted));
        }
        Supplier<String> where = () -> packs + " at " + revision; // made only where it is shown: there are many rounds
        PointPlan plan = planner.plan(revision);
        assertEquals(held, plan instanceof PointPlan.FromPacks, where);
        if (plan instanceof PointPlan.FromPacks made) {
            long next = 11;
            for (PackId pack : made.packs()) {
                assertTrue(pack.first() <= next && pack.last() >= next, where);
                next = pack.last() + 1;
            }
            assertTrue(next > revision);
        }
        boolean reachable = planner.reachable(base).stream().anyMatch(stretch -> stretch.holds(revision));
        assertEquals(held, reachable, where);
    }

    @Test
    void whatLiesBehindAHoleIsOfTheGapUntilABackupMakesItRestorable() {
        BackupId base = base(1, 100);
        BackupId later = base(2, 180);
        List<PackPlace> packs = List.of(place(base, 101, 150), place(base, 161, 200));

        assertEquals(
                List.of(new Stretch(151, 200)),
                new PointPlanner(List.of(base), packs).unreachable(base, ids(packs), Optional.empty()));
        assertEquals(
                List.of(new Stretch(151, 179)),
                new PointPlanner(List.of(base, later), packs).unreachable(base, ids(packs), Optional.empty()));
        assertEquals(
                List.of(),
                new PointPlanner(List.of(base), packs.subList(0, 1))
                        .unreachable(base, ids(packs.subList(0, 1)), Optional.empty()));
    }

    /** What a full spool gave up before any pack came into a sink. */
    @Test
    void whatIsMissingBetweenTheFirstBackupAndTheFirstPackIsNotReachable() {
        BackupId base = base(1, 100);
        BackupId later = base(2, 210);
        List<PackPlace> packs = List.of(place(base, 161, 180), place(base, 181, 220));

        assertEquals(
                List.of(new Stretch(101, 209)),
                new PointPlanner(List.of(base, later), packs).unreachable(base, ids(packs), Optional.empty()));
    }

    @Test
    void whatTheFirstPackHoldsOfBeforeTheFirstBackupThatIsKeptIsTooOldAndNoGap() {
        BackupId base = base(1, 100);
        BackupId later = base(2, 180);
        List<PackPlace> packs = List.of(place(base, 161, 190), place(base, 191, 220));

        assertEquals(
                List.of(), new PointPlanner(List.of(later), packs).unreachable(base, ids(packs), Optional.empty()));
        assertEquals(
                List.of(),
                new PointPlanner(List.of(base, later), packs).unreachable(base, ids(packs), Optional.empty()));
    }

    /** What nothing has removed as too old yet is lost, also where a backup lies within the first pack that is left. */
    @Test
    void whatIsMissingBeforeABackupThatIsYoungerThanWhatIsKeptIsAGap() {
        BackupId base = base(1, 100);
        BackupId later = base(2, 180);
        List<PackPlace> packs = List.of(place(base, 161, 190), place(base, 191, 220));
        PointPlanner planner = new PointPlanner(List.of(base, later), packs);

        assertEquals(
                List.of(new Stretch(101, 179)),
                planner.unreachable(base, ids(packs), Optional.of(later.until().minusSeconds(1))));
        assertEquals(List.of(), planner.unreachable(base, ids(packs), Optional.of(later.until())));
    }

    @Test
    void coverageAddsUpWhatOverlapsAndNamesTheGaps() {
        Coverage coverage = Coverage.of(List.of(pack(20, 30), pack(2, 9), pack(5, 12), pack(13, 14)));

        assertEquals(List.of(new Stretch(2, 14), new Stretch(20, 30)), coverage.stretches());
        assertEquals(List.of(new Stretch(15, 19)), coverage.gaps());
    }

    private static List<PackId> ids(List<PackPlace> packs) {
        return packs.stream().map(PackPlace::pack).toList();
    }
}
