package dev.perigee.core.packed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides on which packs a backup builds. The live rows of all others are written once more. Pure.
 *
 * <p>A pack that is dead for more than three quarters is left: to write the rest again costs a third of what it has lost.
 * And sixteen packs of one size class become one, of a higher class: so the packs of a backup stay few, and a row that lives
 * on is written once per class, which makes two or three times in a thousand backups.
 */
final class PackChoice {

    /** How many there may be, whatever their sizes: what a reader takes. */
    static final int MOST = 64;

    private static final int PER_CLASS = 16;
    private static final long LEAST = 1 << 12;

    /** More runs than that aren't worth the pack. */
    private static final long MOST_RUNS = 1 << 20;

    private PackChoice() {}

    /**
     * What a backup has of a pack.
     *
     * @param pack the pack
     * @param live bytes of its rows that are still there
     * @param dead bytes of those that aren't
     * @param runs how often the two take turns
     */
    record Use(KnownPack pack, long live, long dead, long runs) {

        /** Packs of which one holds less than eight times what another does are of one class, or of two neighbours. */
        int sizeClass() {
            return Math.max(0, (Long.SIZE - Long.numberOfLeadingZeros(live / LEAST)) / 3);
        }

        boolean isWorthIt() {
            return live > 0 && 3 * live >= dead && runs <= MOST_RUNS;
        }
    }

    /** The packs to build on, the largest first. */
    static List<KnownPack> of(List<Use> uses) {
        Map<Integer, List<Use>> classes = new HashMap<>();
        uses.stream()
                .filter(Use::isWorthIt)
                .forEach(use -> classes.computeIfAbsent(use.sizeClass(), _ -> new ArrayList<>())
                        .add(use));
        return classes.values().stream()
                .filter(packs -> packs.size() < PER_CLASS)
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(Use::live).reversed())
                .limit(MOST - 1)
                .map(Use::pack)
                .toList();
    }
}
