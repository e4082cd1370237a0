package dev.perigee.core.look;

import java.util.List;

/**
 * What fills a database.
 *
 * @param largest the keys with the largest values, the largest first
 * @param busiest the keys with the most revisions, if they have more than one, the busiest first
 * @param branches prefixes, the heaviest first
 * @param total all keys together
 */
public record Weights(List<Weight> largest, List<Weight> busiest, List<Weight> branches, Weight total) {

    /** Copies the lists. */
    public Weights {
        largest = List.copyOf(largest);
        busiest = List.copyOf(busiest);
        branches = List.copyOf(branches);
    }
}
