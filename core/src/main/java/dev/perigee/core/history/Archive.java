package dev.perigee.core.history;

import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.copies.DecodedCopy;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The packs of one cluster in all its sinks. Used by one thread. */
public final class Archive {

    private static final int FEW = 3;

    private final Environment environment;
    private final String cluster;
    private final Sinks sinks;
    private final SortedMap<PackPlace, List<Destination>> holders;
    private final List<SinkFailure> warnings;

    private Archive(
            Environment environment,
            String cluster,
            Sinks sinks,
            SortedMap<PackPlace, List<Destination>> holders,
            List<SinkFailure> warnings) {
        this.environment = environment;
        this.cluster = cluster;
        this.sinks = sinks;
        this.holders = holders;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Lists all sinks in parallel. One that can't be listed is a warning; those that have no records, and write-only ones, are left
     * out.
     *
     * @param environment what it stands on
     * @param cluster the cluster's name
     * @param destinations where to look
     * @return what is there
     * @throws OperationException INTERRUPTED; nothing else
     */
    public static Archive look(Environment environment, String cluster, List<Destination> destinations)
            throws OperationException {
        Sinks sinks = new Sinks(environment);
        List<Destination> asked = sinks.readable(destinations).stream()
                .filter(destination -> destination.layout() instanceof Layout.Standard)
                .toList();
        SortedMap<PackPlace, List<Destination>> holders = new TreeMap<>();
        List<SinkFailure> warnings = new ArrayList<>();
        List<Sinks.Answer<List<PackPlace>>> answers = sinks.askAll(
                asked,
                _ -> sink -> List.copyOf(new PackShelf(sink, cluster, environment.seals())
                        .whole()
                        .keySet()));
        for (Sinks.Answer<List<PackPlace>> answer : answers) {
            answer.value()
                    .ifPresent(places -> places.forEach(place -> holders.computeIfAbsent(place, _ -> new ArrayList<>())
                            .add(answer.destination())));
            answer.failure().ifPresent(warnings::add);
        }
        return new Archive(environment, cluster, sinks, holders, warnings);
    }

    /**
     * The packs.
     *
     * @return those that a sink shows whole
     */
    public SortedSet<PackPlace> places() {
        return new TreeSet<>(holders.keySet());
    }

    /**
     * The sinks that hold a pack.
     *
     * @param place the pack
     * @return their names; empty if none does
     */
    public List<String> holders(PackPlace place) {
        return holders.getOrDefault(place, List.of()).stream()
                .map(Destination::name)
                .toList();
    }

    /**
     * Sinks that couldn't be listed.
     *
     * @return a failure each
     */
    public List<SinkFailure> warnings() {
        return warnings;
    }

    /**
     * Reads records.
     *
     * @param places which
     * @return those that some sink gives; the others can't be read anywhere
     */
    public SortedMap<PackPlace, PackRecord> records(Collection<PackPlace> places) {
        SortedMap<PackPlace, PackRecord> found = new TreeMap<>();
        each(places, found, new TreeMap<>(), (shelf, place) -> shelf.read(place));
        return found;
    }

    /**
     * A pack that was brought here.
     *
     * @param record what it is said to be
     * @param file its plain rows; whether they are what the record says is seen when they are read
     */
    public record Fetched(PackRecord record, Path file) {}

    /**
     * Brings packs here, decoded, each from the first sink whose copy is good.
     *
     * @param places which
     * @param beside a file of the directory that they go to, a file each
     * @return in the order of their places
     * @throws OperationException DAMAGED if one isn't good anywhere, or CONNECTION and the like; it names the revisions
     */
    public List<Fetched> fetch(Collection<PackPlace> places, Path beside) throws OperationException {
        SortedMap<PackPlace, Fetched> found = new TreeMap<>();
        SortedMap<PackPlace, List<SinkFailure>> failures = new TreeMap<>();
        each(
                places,
                found,
                failures,
                (shelf, place) -> fetch(shelf, place, beside.resolveSibling(place.pack() + ".rows")));
        for (PackPlace place : places) {
            if (!found.containsKey(place)) {
                throw missing(place, failures.getOrDefault(place, List.of()));
            }
        }
        return List.copyOf(found.values());
    }

    private static OperationException missing(PackPlace place, List<SinkFailure> failures) {
        Outcome outcome =
                failures.isEmpty() ? Outcome.NOT_FOUND : failures.getFirst().outcome();
        String why = failures.isEmpty()
                ? "no sink has them"
                : String.join(
                        "; ",
                        failures.stream().limit(FEW).map(SinkFailure::text).toList());
        long before = place.pack().first() - 1;
        return new OperationException(
                outcome,
                "the history has a gap: revisions " + place.pack().first() + " to "
                        + place.pack().last() + " can't be had: " + why,
                Optional.of("'--rev " + before + "' is the last one before it"),
                Optional.empty());
    }

    /** What is had of one pack in one sink. */
    private interface Taking<T> {
        T of(PackShelf shelf, PackPlace place) throws SinkException, OperationException;
    }

    /** Asks one sink after the other for what is still missing; each is opened once. */
    private <T> void each(
            Collection<PackPlace> places,
            SortedMap<PackPlace, T> found,
            SortedMap<PackPlace, List<SinkFailure>> failures,
            Taking<T> taking) {
        List<Destination> asked =
                holders.values().stream().flatMap(List::stream).distinct().toList();
        for (Destination destination : asked) {
            List<PackPlace> wanted = places.stream()
                    .filter(place -> !found.containsKey(place))
                    .filter(place -> holders.getOrDefault(place, List.of()).contains(destination))
                    .toList();
            if (!wanted.isEmpty()) {
                take(destination, wanted, found, failures, taking);
            }
        }
    }

    private <T> void take(
            Destination destination,
            List<PackPlace> wanted,
            Map<PackPlace, T> found,
            Map<PackPlace, List<SinkFailure>> failures,
            Taking<T> taking) {
        Sinks.Answer<Boolean> answer = sinks.ask(destination, sink -> {
            PackShelf shelf = new PackShelf(sink, cluster, environment.seals());
            for (PackPlace place : wanted) {
                try {
                    found.put(place, taking.of(shelf, place));
                } catch (UnreadableManifest e) {
                    note(failures, place, SinkFailure.of(destination.name(), e));
                } catch (SinkException e) {
                    note(failures, place, SinkFailure.of(destination.name(), e));
                } catch (OperationException e) {
                    note(failures, place, SinkFailure.of(destination.name(), e));
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new OperationException(Outcome.INTERRUPTED, "interrupted; nothing was written");
                }
            }
            return true;
        });
        answer.failure()
                .ifPresent(failure -> wanted.stream()
                        .filter(place -> !found.containsKey(place))
                        .forEach(place -> note(failures, place, failure)));
    }

    private static void note(Map<PackPlace, List<SinkFailure>> failures, PackPlace place, SinkFailure failure) {
        failures.computeIfAbsent(place, _ -> new ArrayList<>()).add(failure);
    }

    private Fetched fetch(PackShelf shelf, PackPlace place, Path file) throws SinkException, OperationException {
        PackRecord record = shelf.read(place);
        DecodedCopy copy = new DecodedCopy(record.object(), environment.identities());
        copy.requireDecodable();
        try (FileChannel channel = DurableFile.create(file);
                InputStream stream = shelf.sink().get(record.object().key(), 0)) {
            Optional<String> difference = copy.to(channel, stream, _ -> {});
            if (difference.isPresent()) {
                throw new SinkException(
                        SinkException.Kind.DAMAGED,
                        record.object().key(),
                        "the pack is damaged: " + record.object().key() + " " + difference.get());
            }
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw OperationException.ofDisk("can't write " + file, e);
        }
        requireSound(record, file);
        return new Fetched(record, file);
    }

    /** One who can write into a sink may write what is no row of etcd's. */
    private static void requireSound(PackRecord record, Path file) throws SinkException, OperationException {
        try {
            PackRows.read(file, record.place().pack(), record.rows(), _ -> {});
        } catch (DamagedPackException e) {
            throw new SinkException(
                    SinkException.Kind.DAMAGED,
                    record.object().key(),
                    "the pack is damaged: " + record.object().key() + " " + e.getMessage());
        } catch (IOException e) {
            throw OperationException.ofDisk("can't read " + file, e);
        }
    }

    /**
     * Removes what {@link #fetch} brought.
     *
     * @param fetched the packs
     * @throws IOException if a file can't be removed
     */
    public static void discard(List<Fetched> fetched) throws IOException {
        for (Fetched each : fetched) {
            Files.deleteIfExists(each.file());
        }
    }
}
