package dev.perigee.core.engine;

import dev.perigee.api.SinkPlace;
import dev.perigee.core.backup.Job;
import dev.perigee.core.config.PerigeeConfig;
import dev.perigee.core.disk.Folders;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.state.StateDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the sinks of a configuration keep their backups, and what forbids that: whose backups would thin out whose. Which
 * place a sink has is its provider's to say.
 */
record SinkPlaces(PerigeeConfig config, Function<SinkDefinition, Optional<SinkPlace>> places) {

    /**
     * Before a run that stores or removes.
     *
     * @throws OperationException BAD_CONFIGURATION with all that forbids it
     */
    void requireApart() throws OperationException {
        require(conflicts());
    }

    /**
     * Before any run that opens a sink.
     *
     * @throws OperationException BAD_CONFIGURATION if one lies among our own state
     */
    void requireOutsideOfState() throws OperationException {
        require(amidState());
    }

    private static void require(List<String> conflicts) throws OperationException {
        if (!conflicts.isEmpty()) {
            throw new OperationException(Outcome.BAD_CONFIGURATION, String.join("\n", conflicts));
        }
    }

    /** A sentence for each sink that can't be used beside the others. */
    List<String> conflicts() {
        List<String> conflicts = new ArrayList<>(shared());
        conflicts.addAll(amidState());
        for (Job job : config.jobs()) {
            if (!job.cluster().named()) {
                job.destinations().stream()
                        .flatMap(sink -> nameless(sink).stream())
                        .forEach(conflicts::add);
            }
        }
        return conflicts;
    }

    /** Folders that this user can't write, but for those in the state directory, which is looked at by itself. */
    List<String> unwritable() {
        return config.sinks().stream()
                .flatMap(sink -> folder(sink)
                        .filter(folder -> !folder.startsWith(config.stateDir()))
                        .flatMap(Folders::unwritable)
                        .map(what -> "sink '" + sink.name() + "' keeps its backups in " + what)
                        .stream())
                .toList();
    }

    /** By the sink's name, of those whose provider tells. */
    Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (Destination sink : config.sinks()) {
            places.apply(sink.sink()).ifPresent(place -> addresses.put(sink.name(), place.address()));
        }
        return addresses;
    }

    /** What we sweep there would be backups, and what retention removes could be our state. */
    private List<String> amidState() {
        return config.sinks().stream()
                .flatMap(sink -> folder(sink).flatMap(folder -> amidState(sink.name(), folder)).stream())
                .toList();
    }

    private Optional<String> amidState(String sink, Path folder) {
        Path real = Folders.resolved(folder);
        return StateDirectory.own(config.stateDir()).stream()
                .filter(own -> meet(real, Folders.resolved(own)))
                .findFirst()
                .map(own -> "sink '" + sink + "' keeps its backups in " + folder
                        + ", and Perigee its own state in " + own
                        + ", where it sweeps what it doesn't know; give the sink a folder of its own, such as "
                        + config.stateDir().resolve("backup"));
    }

    /** A sink writes to nothing in its folder but those of its clusters. */
    private boolean meet(Path sink, Path state) {
        return sink.startsWith(state)
                || config.clusters().stream()
                        .map(cluster -> sink.resolve(cluster.name()))
                        .anyMatch(folder -> folder.startsWith(state) || state.startsWith(folder));
    }

    private Optional<Path> folder(Destination sink) {
        return places.apply(sink.sink()).flatMap(SinkPlace::folder);
    }

    /** Retention of one would remove what the other has just stored. Layouts tell their keys apart. */
    private List<String> shared() {
        if (config.sinks().size() < 2) {
            return List.of();
        }
        Map<Object, String> owners = new LinkedHashMap<>();
        List<String> shared = new ArrayList<>();
        for (Destination sink : config.sinks()) {
            Optional<SinkPlace> place = places.apply(sink.sink());
            place.map(at -> owners.putIfAbsent(List.of(at.address(), sink.layout()), sink.name()))
                    .ifPresent(owner -> shared.add("sink '" + sink.name() + "' keeps its backups where sink '" + owner
                            + "' does, " + place.get().address() + "; give each a place of its own"));
        }
        return shared;
    }

    /** Two machines whose clusters nobody named would remove each other's backups from a place that they share. */
    private Optional<String> nameless(Destination sink) {
        return places.apply(sink.sink())
                .filter(place -> place.folder().isEmpty())
                .map(place ->
                        "sink '" + sink.name() + "' may be shared with other machines, so the cluster needs a name"
                                + " of its own: write clusters.<name> { endpoints = [\"http://localhost:2379\"] }, with another"
                                + " <name> than 'default'");
    }
}
