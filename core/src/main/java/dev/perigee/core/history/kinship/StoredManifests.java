package dev.perigee.core.history.kinship;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The manifests of one cluster's backups in all its sinks, each read when it is first asked for. Used by one thread. */
public final class StoredManifests implements Kinship.Manifests {

    private final Environment environment;
    private final String cluster;
    private final List<Destination> sinks;
    private final Map<BackupId, Optional<Manifest>> read = new HashMap<>();

    /** With those that were read before. */
    public StoredManifests(
            Environment environment, String cluster, List<Destination> sinks, Collection<Manifest> known) {
        this.environment = environment;
        this.cluster = cluster;
        this.sinks = List.copyOf(sinks);
        known.forEach(manifest -> read.put(manifest.id(), Optional.of(manifest)));
    }

    @Override
    public Optional<Manifest> of(BackupId id) throws OperationException {
        if (!read.containsKey(id)) {
            read.put(id, look(id));
        }
        return read.getOrDefault(id, Optional.empty());
    }

    private Optional<Manifest> look(BackupId id) throws OperationException {
        Sinks open = new Sinks(environment);
        return open
                .askAll(open.readable(sinks), destination -> sink -> {
                    Catalog catalog = open.catalog(destination, sink, cluster);
                    return catalog.look(id).filter(StoredCopy::hasData).flatMap(StoredCopy::manifest);
                })
                .stream()
                .flatMap(answer -> answer.value().stream().flatMap(Optional::stream))
                .findFirst();
    }
}
