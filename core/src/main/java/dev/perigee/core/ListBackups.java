package dev.perigee.core;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.ManifestCache;
import dev.perigee.core.outcome.OperationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
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
     * Lists all sinks in parallel. A sink that can't be listed is a warning; a write-only one is left out.
     *
     * @param cluster the cluster's name
     * @param sinks where to look
     * @return one row per id
     * @throws OperationException INTERRUPTED; nothing else
     */
    public Listing run(String cluster, List<Destination> sinks) throws OperationException {
        Sinks open = new Sinks(environment);
        List<Sinks.Answer<Set<BackupId>>> answers = open.askAll(
                Sinks.readable(sinks),
                destination -> sink ->
                        open.catalog(destination, sink, cluster).backups().keySet());
        SortedMap<BackupId, List<String>> holders = new TreeMap<>(Comparator.reverseOrder());
        for (Sinks.Answer<Set<BackupId>> answer : answers) {
            for (BackupId id : answer.value().orElse(Set.of())) {
                holders.computeIfAbsent(id, first -> new ArrayList<>())
                        .add(answer.destination().name());
            }
        }
        ManifestCache cache = new ManifestCache(environment.state().cache());
        List<Listing.Row> rows = holders.entrySet().stream()
                .map(entry -> new Listing.Row(entry.getKey(), entry.getValue(), cache.find(cluster, entry.getKey())))
                .toList();
        return new Listing(
                rows,
                answers.stream().flatMap(answer -> answer.failure().stream()).toList());
    }
}
