package dev.perigee.core.history.archive;

import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackPlace.Part;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.pack.ShownPack;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The packs of one cluster in all its sinks. Used by one thread, which it helps itself to others for. */
public final class Archive {

    private static final int FEW = 3;

    private final Environment environment;
    private final String cluster;
    private final Sinks sinks;
    private final Map<Destination, SortedMap<PackPlace, ShownPack>> shelves;
    private final List<SinkFailure> warnings;
    private final Map<Destination, RecordsRead> read = new HashMap<>();

    private Archive(
            Environment environment,
            String cluster,
            Sinks sinks,
            Map<Destination, SortedMap<PackPlace, ShownPack>> shelves,
            List<SinkFailure> warnings) {
        this.environment = environment;
        this.cluster = cluster;
        this.sinks = sinks;
        this.shelves = shelves;
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
        Map<Destination, SortedMap<PackPlace, ShownPack>> shelves = new LinkedHashMap<>();
        List<SinkFailure> warnings = new ArrayList<>();
        List<Sinks.Answer<SortedMap<PackPlace, ShownPack>>> answers =
                sinks.askAll(asked, _ -> sink -> new PackShelf(sink, cluster, environment.seals()).list());
        for (Sinks.Answer<SortedMap<PackPlace, ShownPack>> answer : answers) {
            answer.value().ifPresent(listed -> shelves.put(answer.destination(), listed));
            answer.failure().ifPresent(warnings::add);
        }
        return new Archive(environment, cluster, sinks, shelves, warnings);
    }

    /**
     * The packs.
     *
     * @return those that a sink shows whole
     */
    public SortedSet<PackPlace> places() {
        SortedSet<PackPlace> places = new TreeSet<>();
        shelves.keySet().forEach(shelf -> places.addAll(places(shelf)));
        return places;
    }

    /** Those of one history, ascending. */
    public List<PackPlace> places(BackupId timeline) {
        SortedSet<PackPlace> places = new TreeSet<>();
        shelves.values()
                .forEach(listed -> listed.forEach((place, shown) -> {
                    if (shown.isWhole() && place.timeline().equals(timeline)) {
                        places.add(place);
                    }
                }));
        return List.copyOf(places);
    }

    /** The pack of a history that goes farthest; empty if there is none. */
    public Optional<PackPlace> newest(BackupId timeline) {
        return places(timeline).stream()
                .max(Comparator.comparingLong(place -> place.pack().last()));
    }

    /** The packs that one of them shows whole. */
    public SortedSet<PackPlace> places(Destination destination) {
        SortedSet<PackPlace> places = new TreeSet<>();
        listed(destination).forEach((place, shown) -> {
            if (shown.isWhole()) {
                places.add(place);
            }
        });
        return places;
    }

    /** What one of them holds, as if it were all there is. */
    public Archive alone(Destination shelf) {
        Map<Destination, SortedMap<PackPlace, ShownPack>> one = new LinkedHashMap<>(shelves);
        one.keySet().removeIf(other -> !other.equals(shelf));
        return new Archive(
                environment,
                cluster,
                sinks,
                one,
                warnings.stream()
                        .filter(warning -> warning.sink().equals(shelf.name()))
                        .toList());
    }

    public String cluster() {
        return cluster;
    }

    /** Those of which some sink shows the record, if maybe no more. */
    public SortedSet<PackPlace> recorded() {
        SortedSet<PackPlace> recorded = new TreeSet<>();
        shelves.values()
                .forEach(listed -> listed.forEach((place, shown) -> {
                    if (shown.isRecorded()) {
                        recorded.add(place);
                    }
                }));
        return recorded;
    }

    /** The sinks that could be listed. */
    public List<Destination> shelves() {
        return List.copyOf(shelves.keySet());
    }

    private SortedMap<PackPlace, ShownPack> listed(Destination destination) {
        return shelves.getOrDefault(destination, new TreeMap<>());
    }

    /** What isn't whole anywhere, and what is missing of it. */
    public SortedMap<PackPlace, List<SinkFailure>> halves() {
        SortedMap<PackPlace, List<SinkFailure>> halves = new TreeMap<>();
        SortedSet<PackPlace> whole = places();
        shelves.forEach((shelf, listed) -> listed.forEach((place, shown) -> {
            if (!whole.contains(place)) {
                note(
                        halves,
                        place,
                        SinkFailure.of(
                                shelf.name(),
                                Outcome.DAMAGED,
                                shown.isRecorded()
                                        ? "pack " + place.pack() + " has no rows any more"
                                        : "pack " + place.pack() + " has no record"));
            }
        }));
        return halves;
    }

    private boolean holds(Destination destination, PackPlace place) {
        return listed(destination).getOrDefault(place, ShownPack.NOTHING).isWhole();
    }

    /**
     * The sinks that hold a pack.
     *
     * @param place the pack
     * @return their names; empty if none does
     */
    public List<String> holders(PackPlace place) {
        return shelves.keySet().stream()
                .filter(shelf -> holds(shelf, place))
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
     * What was had of packs.
     *
     * @param had by pack, what some sink gave
     * @param missing by pack, why no sink gave it; a pack that none has isn't there
     * @param <T> what was asked for
     */
    public record Had<T>(SortedMap<PackPlace, T> had, SortedMap<PackPlace, List<SinkFailure>> missing) {}

    /**
     * Reads records, each from all sinks that hold it: they must tell the same.
     *
     * @param places which
     * @return what they tell
     * @throws OperationException INTERRUPTED
     */
    public Records records(Collection<PackPlace> places) throws OperationException {
        return Records.of(places, told(places));
    }

    /** By sink, what it tells of those packs that it holds. */
    public SequencedMap<String, Had<PackRecord>> told(Collection<PackPlace> places) throws OperationException {
        return told(places, shelves());
    }

    /** The same of some sinks, which are asked at once. */
    public SequencedMap<String, Had<PackRecord>> told(Collection<PackPlace> places, List<Destination> of)
            throws OperationException {
        SequencedMap<Destination, ShelfTaking<PackRecord>> takings = new LinkedHashMap<>();
        of.forEach(shelf -> takings.put(shelf, taking(shelf, held(shelf, places), PackReader::record)));
        List<Destination> asked =
                of.stream().filter(shelf -> !held(shelf, places).isEmpty()).toList();
        Map<Destination, Optional<SinkFailure>> failures = new HashMap<>();
        sinks.askAll(asked, shelf -> Objects.requireNonNull(takings.get(shelf)))
                .forEach(answer -> failures.put(answer.destination(), answer.failure()));
        SequencedMap<String, Had<PackRecord>> told = new LinkedHashMap<>();
        for (ShelfTaking<PackRecord> each : takings.sequencedValues()) {
            told.put(each.shelf().name(), each.had(failures.getOrDefault(each.shelf(), Optional.empty())));
        }
        return told;
    }

    /** One record, as the first sink tells it that can; empty if none does. What is made of it is compared before. */
    public Optional<PackRecord> record(PackPlace place) throws OperationException {
        return Optional.ofNullable(any(List.of(place)).get(place));
    }

    /** The same of several, at once. */
    public SortedMap<PackPlace, PackRecord> any(Collection<PackPlace> places) throws OperationException {
        return each(places, PackReader::record).had();
    }

    /** A pack, and who holds it. */
    public Contradiction.Held held(PackPlace place) {
        return new Contradiction.Held(place, place.key(cluster, Part.RECORD), holders(place));
    }

    /** Those that one sink shows whole. */
    public List<PackPlace> held(Destination shelf, Collection<PackPlace> places) {
        return places.stream().filter(place -> holds(shelf, place)).toList();
    }

    /** Whether a pack counts only by a signature: then nobody else writes one that contradicts it. */
    public boolean isSigned() {
        return environment.seals().demand();
    }

    /**
     * A pack that was brought here.
     *
     * @param record what it is said to be
     * @param file its plain rows, which are what the record says
     * @param leases those that its rows name
     */
    public record Fetched(PackRecord record, Path file, Set<Long> leases) {

        /** Copies the set. */
        public Fetched {
            leases = Set.copyOf(leases);
        }
    }

    /**
     * Brings packs here, decoded, each from the first sink whose copy is good.
     *
     * @param places which
     * @param beside a file of the directory that they go to, a file each
     * @return the packs
     * @throws OperationException INTERRUPTED
     */
    public Had<Fetched> fetch(Collection<PackPlace> places, Path beside) throws OperationException {
        return each(places, (reader, place) -> reader.fetch(place, file(place, beside)));
    }

    private static Path file(PackPlace place, Path beside) {
        return beside.resolveSibling(place.pack() + ".rows");
    }

    /** Brings packs here, and throws each away when it was shown. */
    public Had<PackRecord> show(Collection<PackPlace> places, Path beside, SameRows rows) throws OperationException {
        return each(places, (reader, place) -> reader.show(place, file(place, beside), rows));
    }

    /** The same with what one sink holds. */
    public Had<PackRecord> show(Destination sink, List<PackPlace> places, Path beside, SameRows rows)
            throws OperationException {
        return from(sink, places, (reader, place) -> reader.show(place, file(place, beside), rows));
    }

    /** A pack that can't be had, as the failure of what needs it, with what can be asked for instead. */
    public static OperationException gap(Stretch lacking, List<SinkFailure> failures, Optional<String> cure) {
        Outcome outcome =
                failures.isEmpty() ? Outcome.NOT_FOUND : failures.getFirst().outcome();
        String why = failures.isEmpty()
                ? "no sink has them"
                : String.join(
                        "; ",
                        failures.stream().limit(FEW).map(SinkFailure::text).toList());
        return new OperationException(
                outcome,
                "the history has a gap: " + Words.revisions(lacking.first(), lacking.last()) + " can't be had: " + why,
                cure,
                Optional.empty());
    }

    /** What is had of one pack in one sink. */
    @FunctionalInterface
    interface Taking<T> {
        T of(PackReader reader, PackPlace place) throws SinkException, OperationException;
    }

    /** Asks one sink after the other for what is still missing; each is opened once. */
    private <T> Had<T> each(Collection<PackPlace> places, Taking<T> taking) throws OperationException {
        SortedMap<PackPlace, T> found = new TreeMap<>();
        SortedMap<PackPlace, List<SinkFailure>> failures = new TreeMap<>();
        for (Destination destination : shelves.keySet()) {
            List<PackPlace> wanted = held(destination, places).stream()
                    .filter(place -> !found.containsKey(place))
                    .toList();
            Had<T> more = from(destination, wanted, taking);
            found.putAll(more.had());
            more.missing().forEach((place, why) -> why.forEach(each -> note(failures, place, each)));
        }
        places.stream()
                .filter(place -> !found.containsKey(place))
                .forEach(place -> failures.computeIfAbsent(place, _ -> List.of()));
        failures.keySet().removeAll(found.keySet());
        return new Had<>(found, failures);
    }

    /** Asks one sink for all of them. */
    private <T> Had<T> from(Destination shelf, List<PackPlace> wanted, Taking<T> asked) throws OperationException {
        ShelfTaking<T> taking = taking(shelf, wanted, asked);
        return taking.had(
                taking.isEmpty() ? Optional.empty() : sinks.ask(shelf, taking).failure());
    }

    private <T> ShelfTaking<T> taking(Destination shelf, List<PackPlace> wanted, Taking<T> taking) {
        RecordsRead before = read.computeIfAbsent(shelf, _ -> new RecordsRead());
        return new ShelfTaking<>(
                shelf,
                wanted,
                sink -> new PackReader(
                        new PackShelf(sink, cluster, environment.seals()), listed(shelf), before, environment),
                taking);
    }

    private static void note(Map<PackPlace, List<SinkFailure>> failures, PackPlace place, SinkFailure failure) {
        failures.merge(
                place,
                List.of(failure),
                (before, more) -> Stream.concat(before.stream(), more.stream()).toList());
    }
}
