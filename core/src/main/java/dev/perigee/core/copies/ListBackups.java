package dev.perigee.core.copies;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Copies;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.copies.Listing.Held;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lists the backups of a cluster in its sinks. */
public final class ListBackups {

    private final Environment environment;

    /**
     * A listing of any cluster.
     *
     * @param environment what it stands on
     */
    public ListBackups(Environment environment) {
        this.environment = environment;
    }

    /**
     * Lists all sinks in parallel, and reads manifests until the newest whole copy of each is found. A sink that can't be listed is a warning; a write-only one is left out.
     *
     * @param cluster the cluster's name
     * @param sinks where to look
     * @return one row per id
     * @throws OperationException INTERRUPTED; nothing else
     */
    public Listing run(String cluster, List<Destination> sinks) throws OperationException {
        Sinks open = new Sinks(environment);
        List<Sinks.Answer<List<StoredCopy>>> answers = open.askAll(Sinks.readable(sinks), destination -> sink -> {
            Copies copies = open.copies(destination, sink, cluster);
            copies.newestWhole();
            return copies.glance();
        });
        SortedMap<BackupId, List<Held>> held = new TreeMap<>(Comparator.reverseOrder());
        for (Sinks.Answer<List<StoredCopy>> answer : answers) {
            for (StoredCopy copy : answer.value().orElse(List.of())) {
                held.computeIfAbsent(copy.id(), first -> new ArrayList<>())
                        .add(new Held(answer.destination().name(), copy));
            }
        }
        return new Listing(
                held.entrySet().stream()
                        .map(entry -> new Listing.Row(entry.getKey(), entry.getValue()))
                        .toList(),
                answers.stream().flatMap(answer -> answer.failure().stream()).toList());
    }
}
