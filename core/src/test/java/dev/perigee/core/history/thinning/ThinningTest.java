package dev.perigee.core.history.thinning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.history.kinship.Stores;
import dev.perigee.core.history.pack.Coverage;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.plan.PointPlanner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ThinningTest {

    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

    private static BackupId base(int hour, long revision) {
        return new SnapshotId(BEGIN.plusSeconds(3_600L * hour), revision, 1);
    }

    /** All that they hold was recorded at once. */
    private static TimelineOrder briefly(List<BackupId> timelines) {
        return new TimelineOrder(Map.of(), timelines.stream().collect(Collectors.toMap(id -> id, BackupId::time)));
    }

    private static PackPlace place(BackupId timeline, long first, long last) {
        return new PackPlace(timeline, new PackId(first, last, 0));
    }

    @Test
    void packsBeforeTheOldestBackupThatIsNeededGo() {
        BackupId first = base(0, 100);
        BackupId second = base(10, 200);
        List<PackPlace> packs = List.of(place(first, 101, 150), place(first, 151, 210), place(first, 211, 300));

        Thinning thinning = new Thinning(List.of(first, second), packs, Stores.UNKNOWN);

        assertEquals(List.of(), thinning.removable(BEGIN.plusSeconds(3_600 * 9)));
        assertEquals(List.of(place(first, 101, 150)), thinning.removable(BEGIN.plusSeconds(3_600 * 11)));
        assertEquals(List.of(first), thinning.needed());
        assertEquals(
                List.of(second), new Thinning(List.of(first, second), packs.subList(1, 3), Stores.UNKNOWN).needed());
    }

    @Test
    void whatIsLostWithoutABackupIsNamed() {
        BackupId first = base(0, 1);
        BackupId second = base(10, 200);
        List<PackPlace> packs = List.of(place(first, 2, 150), place(first, 151, 210), place(first, 211, 300));
        Thinning thinning = new Thinning(List.of(first, second), packs, Stores.UNKNOWN);

        assertEquals(List.of(new Coverage.Stretch(1, 199)), thinning.lostWithout(List.of(first)));
        assertEquals(List.of(), thinning.lostWithout(List.of(second)));
        assertEquals(List.of(new Coverage.Stretch(1, 300)), thinning.lostWithout(List.of(first, second)));
        assertEquals(
                List.of(), new Thinning(List.of(first, second), List.of(), Stores.UNKNOWN).lostWithout(List.of(first)));
    }

    @Test
    void aTimelineThatWasFollowedByAnotherBeforeGoesWhole() {
        BackupId old = base(0, 100);
        BackupId young = base(10, 300);
        List<PackPlace> packs = List.of(place(old, 101, 250), place(young, 301, 310));

        Thinning thinning = new Thinning(List.of(old, young), packs, Stores.UNKNOWN, briefly(List.of(old, young)));

        assertEquals(List.of(), thinning.removable(BEGIN.plusSeconds(3_600 * 9)));
        assertEquals(List.of(), thinning.removable(BEGIN.plusSeconds(3_600 * 10)), "it isn't taken yet");
        assertEquals(List.of(place(old, 101, 250)), thinning.removable(young.until()));
        assertEquals(Set.of(old, young), Set.copyOf(thinning.needed()));
    }

    /** Its clock ran ahead, and was set right. */
    @Test
    void aTimelineThatEndedWhenAnotherBeganTakesNothingOfThatAlongThoughItIsDatedLater() {
        BackupId ahead = base(20, 100);
        BackupId right = base(0, 200);
        List<PackPlace> packs = List.of(place(ahead, 101, 200), place(right, 201, 250), place(right, 251, 300));

        Thinning thinning = new Thinning(List.of(ahead, right), packs, Stores.UNKNOWN);

        assertEquals(List.of(), thinning.removable(BEGIN.plusSeconds(3_600 * 30)));
    }

    /** Whatever is thinned and pruned: what could be made of the time that is kept can be made still. */
    @Test
    void everyMomentOfTheKeptWindowStays() {
        Random random = new Random(11);
        for (int round = 0; round < 3_000; round++) {
            List<BackupId> bases = new ArrayList<>();
            List<PackPlace> packs = new ArrayList<>();
            fill(random, bases, packs);
            int hour = random.nextInt(40);
            Instant from = BEGIN.plusSeconds(3_600L * hour);

            List<PackPlace> kept = new ArrayList<>(packs);
            kept.removeAll(new Thinning(bases, packs, Stores.UNKNOWN, briefly(bases)).removable(from));
            List<BackupId> needed = new Thinning(bases, kept, Stores.UNKNOWN).needed();

            requireSame(bases, packs, needed, kept, from);
        }
    }

    private static void fill(Random random, List<BackupId> bases, List<PackPlace> packs) {
        long revision = 10;
        BackupId timeline = base(0, revision);
        for (int hour = 0; hour < 40; hour++) {
            if (hour == 0 || random.nextInt(12) == 0) {
                timeline = base(hour, revision);
                bases.add(timeline);
            } else if (random.nextInt(4) == 0) {
                bases.add(base(hour, revision));
            }
            long next = revision + 1 + random.nextInt(6);
            if (random.nextInt(15) > 0) {
                packs.add(place(timeline, revision + 1, next));
            }
            revision = next;
        }
    }

    /** What lies behind the newest backup of each timeline that was taken by then is of the time that is kept. */
    private static void requireSame(
            List<BackupId> bases, List<PackPlace> packs, List<BackupId> needed, List<PackPlace> kept, Instant from) {
        PointPlanner before = new PointPlanner(bases, packs);
        PointPlanner after = new PointPlanner(needed, kept);
        List<BackupId> timelines = before.timelines();
        for (int i = 0; i < timelines.size(); i++) {
            BackupId timeline = timelines.get(i);
            boolean over = i > 0 && !timelines.get(i - 1).time().isAfter(from);
            long start = before.basesOf(timeline).stream()
                    .filter(base -> !base.time().isAfter(from))
                    .mapToLong(BackupId::revision)
                    .max()
                    .orElse(0);
            Set<Long> left = reachable(after, timeline);
            for (long revision : over ? Set.<Long>of() : reachable(before, timeline)) {
                boolean alone = bases.stream().anyMatch(base -> base.revision() == revision);
                assertTrue(
                        alone || revision < start || left.contains(revision),
                        () -> bases + " " + packs + " from " + from + ": " + needed + " " + kept + " lack " + revision);
            }
        }
    }

    private static Set<Long> reachable(PointPlanner planner, BackupId timeline) {
        Set<Long> revisions = new TreeSet<>();
        planner.reachable(timeline).forEach(stretch -> {
            for (long revision = stretch.first(); revision <= stretch.last(); revision++) {
                revisions.add(revision);
            }
        });
        return revisions;
    }
}
