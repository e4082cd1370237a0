package dev.perigee.core.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which revisions packs hold between them. Pure.
 *
 * @param stretches without a hole in each, ascending, apart from one another
 */
public record Coverage(List<Stretch> stretches) {

    /** Copies the list. */
    public Coverage {
        stretches = List.copyOf(stretches);
    }

    /**
     * Revisions in a row.
     *
     * @param first the first one
     * @param last the last one
     */
    public record Stretch(long first, long last) {

        /**
         * Whether a revision lies in it.
         *
         * @param revision any
         * @return true from the first to the last
         */
        public boolean holds(long revision) {
            return first <= revision && revision <= last;
        }
    }

    /**
     * Adds up.
     *
     * @param packs in any order; they may overlap
     * @return what they hold
     */
    public static Coverage of(Collection<PackId> packs) {
        List<Stretch> stretches = new ArrayList<>();
        for (PackId pack : new TreeSet<>(packs)) {
            if (!stretches.isEmpty() && pack.first() <= stretches.getLast().last() + 1) {
                Stretch before = stretches.removeLast();
                stretches.add(new Stretch(before.first(), Math.max(before.last(), pack.last())));
            } else {
                stretches.add(new Stretch(pack.first(), pack.last()));
            }
        }
        return new Coverage(stretches);
    }

    /**
     * Whether a revision is held.
     *
     * @param revision any
     * @return true if it lies in a stretch
     */
    public boolean holds(long revision) {
        return stretches.stream().anyMatch(stretch -> stretch.holds(revision));
    }

    /**
     * How far one can go without a hole.
     *
     * @param from a revision
     * @return the last revision of the stretch that holds it; empty if none does
     */
    public Optional<Long> reachFrom(long from) {
        return stretches.stream()
                .filter(stretch -> stretch.holds(from))
                .map(Stretch::last)
                .findFirst();
    }

    /**
     * What is missing between the stretches.
     *
     * @return ascending
     */
    public List<Stretch> gaps() {
        List<Stretch> gaps = new ArrayList<>();
        for (int i = 1; i < stretches.size(); i++) {
            gaps.add(new Stretch(
                    stretches.get(i - 1).last() + 1, stretches.get(i).first() - 1));
        }
        return gaps;
    }

    /**
     * The fewest packs that hold all of a stretch, each going on where the one before ends, or earlier.
     *
     * @param packs what there is
     * @param first the first revision
     * @param last the last one
     * @return in order; empty if a revision is missing
     */
    public static Optional<List<PackId>> chain(Collection<PackId> packs, long first, long last) {
        List<PackId> chain = new ArrayList<>();
        long next = first;
        PackId best = null;
        for (PackId pack : new TreeSet<>(packs)) {
            while (best != null && pack.first() > next) {
                if (best.last() < next) {
                    return Optional.empty();
                }
                chain.add(best);
                next = best.last() + 1;
                best = null;
                if (next > last) {
                    return Optional.of(chain);
                }
            }
            if (pack.first() <= next && pack.last() >= next && (best == null || pack.last() > best.last())) {
                best = pack;
            }
        }
        if (best != null) {
            chain.add(best);
            next = best.last() + 1;
        }
        return next > last ? Optional.of(chain) : Optional.empty();
    }
}
