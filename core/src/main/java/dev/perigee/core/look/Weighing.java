package dev.perigee.core.look;

import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.keys.KeyFilter;
import dev.perigee.core.keys.KeySource;
import dev.perigee.etcd.client.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Finds out what fills a database. Reads every revision twice: first it counts those of each key, then it knows the last of each
 * when it comes. Holds a few numbers for each key, and a name for each prefix.
 */
public final class Weighing {

    /** More prefixes than anybody looks at; the rest are added up under one name. */
    private static final int MOST_BRANCHES = 50_000;

    private static final String OTHERS = "(others)";

    private final KeySource source;
    private final KeyFilter filter;
    private final int most;
    private final int depth;
    private final KeyTally tally = new KeyTally();
    private final Map<Bytes, Weight> branches = new HashMap<>();
    private final Map<Bytes, Weight> busiest = new HashMap<>();
    private final PriorityQueue<Weight> largest = new PriorityQueue<>(Comparator.comparingLong(Weight::bytes));
    private Weight others = Weight.of(OTHERS);
    private Weight total = Weight.of("all");

    /**
     * Weighs nothing yet.
     *
     * @param source where the keys are; stays the caller's to close
     * @param filter which keys
     * @param most how many to name of each sort, from 1 up
     * @param depth how many words between slashes a prefix has, from 1 up
     */
    public Weighing(KeySource source, KeyFilter filter, int most, int depth) {
        this.source = source;
        this.filter = filter;
        this.most = most;
        this.depth = depth;
    }

    /**
     * Weighs.
     *
     * @return what is heaviest
     * @throws IOException if the source can't be read
     */
    public Weights run() throws IOException {
        source.forEachRevision(filter, entry -> tally.add(entry.key()));
        int busy = tally.atLeastOf(most);
        Set<Bytes> named = new HashSet<>();
        source.forEachRevision(filter, entry -> {
            if (tally.count(entry.key()) >= busy && named.size() < 2 * most) {
                named.add(entry.key());
            }
            weigh(entry, named.contains(entry.key()));
        });
        return new Weights(
                sorted(largest.stream().toList(), Comparator.comparingLong(Weight::bytes)),
                sorted(List.copyOf(busiest.values()), Comparator.comparingLong(Weight::revisions)),
                branches(),
                total);
    }

    private void weigh(KeyEntry entry, boolean busy) {
        long size = entry.key().length() + entry.value().map(Bytes::length).orElse(0);
        boolean live = tally.countDown(entry.key()) == 1 && entry.value().isPresent();
        total = total.plus(size, live);
        Bytes branch = branch(entry.key());
        if (branches.containsKey(branch) || branches.size() < MOST_BRANCHES) {
            branches.merge(branch, Weight.of(branch.toString()).plus(size, live), (sum, one) -> sum.plus(size, live));
        } else {
            others = others.plus(size, live);
        }
        if (busy) {
            busiest.merge(
                    entry.key(),
                    Weight.of(entry.key().toString()).plus(size, live),
                    (sum, one) -> sum.plus(size, live));
        }
        if (live) {
            offer(entry.key(), size);
        }
    }

    private void offer(Bytes key, long size) {
        if (largest.size() < most || size > largest.element().bytes()) {
            largest.add(Weight.of(key.toString()).plus(size, true));
            if (largest.size() > most) {
                largest.remove();
            }
        }
    }

    private List<Weight> branches() {
        List<Weight> all = new ArrayList<>(branches.values());
        if (others.revisions() > 0) {
            all.add(others);
        }
        return sorted(all, Comparator.comparingLong(Weight::held));
    }

    private List<Weight> sorted(List<Weight> weights, Comparator<Weight> by) {
        return weights.stream()
                .sorted(by.reversed().thenComparing(Weight::name))
                .limit(most)
                .toList();
    }

    /** The key up to the slash behind so many words; the whole of its folder, if it has fewer. */
    private Bytes branch(Bytes key) {
        byte[] bytes = key.toByteArray();
        int words = bytes.length > 0 && bytes[0] == '/' ? -1 : 0;
        int end = 0;
        for (int at = 0; at < bytes.length && words < depth; at++) {
            if (bytes[at] == '/') {
                words++;
                end = at + 1;
            }
        }
        return Bytes.of(Arrays.copyOf(bytes, end));
    }
}
