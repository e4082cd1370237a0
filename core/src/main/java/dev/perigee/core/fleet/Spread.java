package dev.perigee.core.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Spreads jobs evenly over daemons. All of them see the same keys and come to the same result, so that no two reach for the same
 * job; and where they don't, etcd gives it to one. Those that have most already keep the larger shares, so that nothing moves
 * that needn't. Pure.
 */
final class Spread {

    /**
     * Jobs in an order that mixes them up: names that are alike are of jobs that are alike, such as all that run often, and those
     * must not all come to one daemon.
     */
    private static final Comparator<String> MIXED =
            Comparator.comparingInt(Spread::mixed).thenComparing(Comparator.naturalOrder());

    private Spread() {}

    /** MurmurHash3's last step over a hash that is the same in every Java. */
    private static int mixed(String job) {
        int hash = job.hashCode();
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }

    /**
     * What one daemon is to do now.
     *
     * @param claim jobs to take
     * @param release jobs to give to others
     */
    record Moves(List<String> claim, List<String> release) {

        Moves {
            claim = List.copyOf(claim);
            release = List.copyOf(release);
        }

        boolean none() {
            return claim.isEmpty() && release.isEmpty();
        }
    }

    /**
     * Decides.
     *
     * @param self the daemon's own lease
     * @param holdings which jobs each daemon has, itself too, by lease
     * @param unclaimed jobs that nobody has
     * @param busy jobs of its own that are at work: they are handed over between runs only
     * @return what to do
     */
    static Moves moves(
            long self,
            SortedMap<Long, ? extends Collection<String>> holdings,
            Collection<String> unclaimed,
            Set<String> busy) {
        List<String> free =
                unclaimed.stream().distinct().sorted(MIXED).collect(Collectors.toCollection(ArrayList::new));
        List<Long> order = order(holdings);
        Map<Long, Integer> shares = shares(holdings, order, free.size());
        List<String> claim = new ArrayList<>();
        for (long each : order) {
            int wanted = share(shares, each) - count(holdings, each);
            List<String> part = free.subList(0, Math.clamp(wanted, 0, free.size()));
            if (each == self) {
                claim.addAll(part);
            }
            part.clear();
        }
        return new Moves(claim, surplus(holdings, self, share(shares, self), busy));
    }

    /** Who has most comes first: what doesn't divide goes there. */
    private static List<Long> order(SortedMap<Long, ? extends Collection<String>> holdings) {
        return holdings.keySet().stream()
                .sorted(Comparator.<Long>comparingInt(each -> -count(holdings, each))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static Map<Long, Integer> shares(
            SortedMap<Long, ? extends Collection<String>> holdings, List<Long> order, int unclaimed) {
        int all = unclaimed
                + holdings.values().stream().mapToInt(Collection::size).sum();
        Map<Long, Integer> shares = new HashMap<>();
        for (int rank = 0; rank < order.size(); rank++) {
            shares.put(order.get(rank), all / order.size() + (rank < all % order.size() ? 1 : 0));
        }
        return shares;
    }

    private static List<String> surplus(
            SortedMap<Long, ? extends Collection<String>> holdings, long self, int share, Set<String> busy) {
        Collection<String> mine = holdings.get(self);
        if (mine == null || mine.size() <= share) {
            return List.of();
        }
        return mine.stream()
                .filter(job -> !busy.contains(job))
                .sorted(MIXED)
                .limit(mine.size() - share)
                .toList();
    }

    private static int share(Map<Long, Integer> shares, long who) {
        return shares.getOrDefault(who, 0);
    }

    private static int count(SortedMap<Long, ? extends Collection<String>> holdings, long who) {
        Collection<String> has = holdings.get(who);
        return has == null ? 0 : has.size();
    }
}
