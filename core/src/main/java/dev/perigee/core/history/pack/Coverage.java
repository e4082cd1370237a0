package dev.perigee.core.history.pack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
        return over(packs.stream()
                .map(pack -> new Stretch(pack.first(), pack.last()))
                .toList());
    }

    /**
     * Adds up.
     *
     * @param parts in any order; they may overlap
     * @return what they hold
     */
    public static Coverage over(Collection<Stretch> parts) {
        List<Stretch> stretches = new ArrayList<>();
        parts.stream().sorted(Comparator.comparingLong(Stretch::first)).forEach(part -> {
            if (!stretches.isEmpty() && part.first() <= stretches.getLast().last() + 1) {
                Stretch before = stretches.removeLast();
                stretches.add(new Stretch(before.first(), Math.max(before.last(), part.last())));
            } else {
                stretches.add(part);
            }
        });
        return new Coverage(stretches);
    }

    /**
     * What another one lacks of this.
     *
     * @param other what is taken away
     * @return ascending, apart from one another
     */
    public List<Stretch> without(Coverage other) {
        List<Stretch> lacking = new ArrayList<>();
        for (Stretch own : stretches) {
            long next = own.first();
            for (Stretch taken : other.stretches()) {
                if (taken.last() >= next && taken.first() <= own.last()) {
                    if (taken.first() > next) {
                        lacking.add(new Stretch(next, taken.first() - 1));
                    }
                    next = taken.last() + 1;
                }
            }
            if (next <= own.last()) {
                lacking.add(new Stretch(next, own.last()));
            }
        }
        return lacking;
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
