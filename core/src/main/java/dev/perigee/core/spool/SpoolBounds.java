package dev.perigee.core.spool;

import dev.perigee.core.words.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Keeps what waits for a sink that is down within bounds: for each cluster and each sink on its own, so that no other's
 * trouble costs a cluster its only backup. Pure.
 *
 * @param settings the bounds
 */
public record SpoolBounds(SpoolSettings settings) {

    /**
     * What a sink won't get any more.
     *
     * @param owed the backup
     * @param sink the sink
     * @param reason why
     */
    public record GivenUp(Owed owed, String sink, String reason) {}

    /**
     * Gives up what goes beyond the bounds, the oldest first; never the newest that a sink is owed.
     *
     * @param waiting what waits of one cluster, the newest first
     * @return what is to be given up
     */
    public List<GivenUp> exceeded(List<Owed> waiting) {
        TreeSet<String> sinks = new TreeSet<>();
        waiting.forEach(owed -> sinks.addAll(owed.sinks()));
        List<GivenUp> givenUp = new ArrayList<>();
        sinks.forEach(sink -> givenUp.addAll(exceeded(sink, waiting)));
        return givenUp;
    }

    private List<GivenUp> exceeded(String sink, List<Owed> waiting) {
        List<GivenUp> givenUp = new ArrayList<>();
        int bodies = 0;
        long bytes = 0;
        for (Owed owed : waiting) {
            if (!owed.sinks().contains(sink)) {
                continue;
            }
            bodies++;
            bytes += owed.manifest().body().length();
            if (bodies > 1 && (bodies > settings.bodies() || bytes > settings.bytes())) {
                givenUp.add(new GivenUp(
                        owed, sink, reason(bodies, owed.manifest().cluster().name())));
            }
        }
        return givenUp;
    }

    private String reason(int bodies, String cluster) {
        return bodies > settings.bodies()
                ? "more than " + settings.bodies() + " backups of cluster '" + cluster
                        + "' wait for it (spool.max-backups)"
                : "the backups of cluster '" + cluster + "' that wait for it have more than "
                        + Sizes.human(settings.bytes()) + " (spool.max-size)";
    }
}
