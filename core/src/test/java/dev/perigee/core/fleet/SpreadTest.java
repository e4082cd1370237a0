package dev.perigee.core.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SpreadTest {

    private static final int CASES = 2_000;

    @Test
    void oneThatIsAloneTakesAll() {
        Spread.Moves moves = Spread.moves(7, holdings(7, List.of()), List.of("b", "a"), Set.of());

        assertEquals(Set.of("a", "b"), Set.copyOf(moves.claim()));
        assertEquals(List.of(), moves.release());
    }

    @Test
    void whoComesGetsAShareOfWhatTheOthersGive() {
        SortedMap<Long, Collection<String>> holdings = holdings(7, List.of("a", "b", "c", "d", "e"));
        holdings.put(9L, List.of());

        List<String> given = Spread.moves(7, holdings, List.of(), Set.of()).release();
        assertEquals(2, given.size());
        assertEquals(List.of(), Spread.moves(9, holdings, List.of(), Set.of()).claim());

        List<String> kept = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
        kept.removeAll(given);
        holdings.put(7L, kept);
        assertEquals(
                Set.copyOf(given),
                Set.copyOf(Spread.moves(9, holdings, given, Set.of()).claim()));
    }

    @Test
    void jobsThatAreAlikeDontAllComeToOneDaemon() {
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            jobs.add("often" + i);
            jobs.add("seldom" + i);
        }
        SortedMap<Long, Collection<String>> holdings = holdings(7, jobs);
        holdings.put(9L, List.of());

        long often = Spread.moves(7, holdings, List.of(), Set.of()).release().stream()
                .filter(job -> job.startsWith("often"))
                .count();

        assertTrue(often > 20 && often < 40, () -> often + " of 60");
    }

    @Test
    void whatIsAtWorkIsHandedOverLater() {
        SortedMap<Long, Collection<String>> holdings = holdings(7, List.of("a", "b", "c", "d"));
        holdings.put(9L, List.of());

        assertEquals(
                List.of("a"),
                Spread.moves(7, holdings, List.of(), Set.of("b", "c", "d")).release());
    }

    @Test
    void whateverTheStartNoTwoReachForOneJobAndAllEndWithEvenShares() {
        Random random = new Random(20261129);
        for (int i = 0; i < CASES; i++) {
            Fleet fleet = new Fleet(random);
            int rounds = 0;
            while (fleet.round(random)) {
                rounds++;
                assertTrue(rounds <= 3, () -> "it doesn't settle: " + fleet.holdings);
            }
            fleet.requireEven();
        }
    }

    @Test
    void aBalancedFleetMovesNothing() {
        Random random = new Random(7);
        for (int i = 0; i < CASES; i++) {
            Fleet fleet = new Fleet(random);
            while (fleet.round(random)) {
                fleet.requireAllThere();
            }
            for (long each : fleet.holdings.keySet()) {
                assertTrue(Spread.moves(each, fleet.holdings, fleet.unclaimed, Set.of())
                        .none());
            }
        }
    }

    @Test
    void whenOneDiesNobodyElseGivesAnythingAway() {
        Random random = new Random(11);
        for (int i = 0; i < CASES; i++) {
            Fleet fleet = new Fleet(random);
            while (fleet.round(random)) {
                fleet.requireAllThere();
            }
            if (fleet.holdings.size() > 1) {
                fleet.unclaimed.addAll(fleet.holdings.remove(fleet.holdings.lastKey()));
                for (long each : fleet.holdings.keySet()) {
                    assertEquals(
                            List.of(),
                            Spread.moves(each, fleet.holdings, fleet.unclaimed, Set.of())
                                    .release());
                }
            }
        }
    }

    private static SortedMap<Long, Collection<String>> holdings(long lease, List<String> jobs) {
        return new TreeMap<>(java.util.Map.of(lease, jobs));
    }

    /** Some daemons and jobs, spread by chance. */
    private static final class Fleet {

        final SortedMap<Long, Collection<String>> holdings = new TreeMap<>();
        final Set<String> unclaimed = new TreeSet<>();
        private final int jobs;

        Fleet(Random random) {
            int daemons = 1 + random.nextInt(6);
            jobs = random.nextInt(25);
            for (int i = 0; i < daemons; i++) {
                holdings.put(random.nextLong(), new TreeSet<>());
            }
            List<Collection<String>> places = new ArrayList<>(holdings.values());
            places.add(unclaimed);
            for (int i = 0; i < jobs; i++) {
                places.get(random.nextInt(places.size())).add("job-" + i);
            }
        }

        /** All see the same, and move at once. Whether anything moved. */
        boolean round(Random random) {
            SortedMap<Long, Spread.Moves> all = new TreeMap<>();
            for (long each : holdings.keySet()) {
                all.put(each, Spread.moves(each, holdings, unclaimed, Set.of()));
            }
            Set<String> taken = new HashSet<>();
            boolean moved = false;
            for (long each : all.keySet()) {
                Spread.Moves moves = all.get(each);
                moved |= !moves.none();
                for (String job : moves.claim()) {
                    assertTrue(taken.add(job), "two reach for " + job);
                    assertTrue(unclaimed.remove(job), job + " wasn't free");
                    holdings.get(each).add(job);
                }
            }
            all.forEach((each, moves) -> moves.release().forEach(job -> {
                assertTrue(holdings.get(each).remove(job));
                unclaimed.add(job);
            }));
            return moved;
        }

        void requireAllThere() {
            assertEquals(
                    jobs,
                    unclaimed.size()
                            + holdings.values().stream()
                                    .mapToInt(Collection::size)
                                    .sum());
        }

        void requireEven() {
            requireAllThere();
            assertEquals(Set.of(), unclaimed);
            List<Integer> sizes =
                    holdings.values().stream().map(Collection::size).sorted().toList();
            assertTrue(sizes.getLast() - sizes.getFirst() <= 1, () -> "uneven: " + sizes);
        }
    }
}
