package dev.perigee.core.copies;

import dev.perigee.core.sinks.Destination;
import java.util.List;

/**
 * Whose backup is wanted, and from where.
 *
 * @param cluster the cluster's name
 * @param sinks where to look
 * @param insisted whether somebody has named that very sink, and takes its word where it stands against ours
 */
public record Sought(String cluster, List<Destination> sinks, boolean insisted) {

    /** Copies the list. */
    public Sought {
        sinks = List.copyOf(sinks);
    }

    /**
     * From wherever it is good.
     *
     * @param cluster the cluster's name
     * @param sinks where to look
     * @return with nobody's word preferred to ours
     */
    public static Sought anywhere(String cluster, List<Destination> sinks) {
        return new Sought(cluster, sinks, false);
    }
}
