package dev.perigee.core.history.archive;

import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.outcome.SinkFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all sinks together tell of packs. Pure. A pack of which two of them tell different things is had of neither.
 *
 * @param had by pack, its record as the first sink tells it, with what others know besides of leases and seal
 * @param missing by pack, why no sink gave its record; a pack that none has isn't there
 * @param spoiled by pack whose record another sink gave, why some didn't
 * @param contradicted by pack, the sinks that tell different things
 */
public record Records(
        SortedMap<PackPlace, PackRecord> had,
        SortedMap<PackPlace, List<SinkFailure>> missing,
        SortedMap<PackPlace, List<SinkFailure>> spoiled,
        SortedMap<PackPlace, Contradiction.OfRecords> contradicted) {

    /** Of what each sink gave of those that it holds, by its name. */
    public static Records of(Collection<PackPlace> places, SequencedMap<String, Archive.Had<PackRecord>> told) {
        Records records = new Records(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        places.forEach(place -> records.add(place, told));
        return records;
    }

    /** Whether a pack holds revisions of which sinks tell different things, by whichever of its packs. */
    public boolean isDisputed(PackPlace place) {
        return contradicted.keySet().stream()
                .anyMatch(other -> other.timeline().equals(place.timeline())
                        && other.pack().first() <= place.pack().last()
                        && other.pack().last() >= place.pack().first());
    }

    private void add(PackPlace place, SequencedMap<String, Archive.Had<PackRecord>> told) {
        SequencedMap<String, PackRecord> given = new LinkedHashMap<>();
        List<SinkFailure> failures = new ArrayList<>();
        told.forEach((sink, had) -> {
            failures.addAll(had.missing().getOrDefault(place, List.of()));
            if (had.had().containsKey(place)) {
                given.put(sink, had.had().get(place));
            }
        });
        if (given.isEmpty()) {
            missing.put(place, failures);
            return;
        }
        PackRecord.agreed(given.sequencedValues())
                .ifPresentOrElse(
                        agreed -> had.put(place, agreed),
                        () -> contradicted.put(place, new Contradiction.OfRecords(place, sides(given))));
        if (!failures.isEmpty()) {
            spoiled.put(place, failures);
        }
    }

    /** One that merely knows less than others is on the side of the first of them. */
    private static List<List<String>> sides(SequencedMap<String, PackRecord> given) {
        List<SequencedMap<String, PackRecord>> sides = new ArrayList<>();
        given.entrySet().stream()
                .sorted(Comparator.comparing(each -> each.getValue().seal().isEmpty()
                        && each.getValue().leases().isEmpty())) // who knows something comes first
                .forEach(each -> side(sides, each.getValue()).put(each.getKey(), each.getValue()));
        List<String> order = List.copyOf(given.keySet());
        return sides.stream()
                .map(side -> side.keySet().stream()
                        .sorted(Comparator.comparing(order::indexOf))
                        .toList())
                .sorted(Comparator.comparing(side -> order.indexOf(side.getFirst())))
                .toList();
    }

    private static SequencedMap<String, PackRecord> side(
            List<SequencedMap<String, PackRecord>> sides, PackRecord record) {
        for (SequencedMap<String, PackRecord> side : sides) {
            List<PackRecord> all = new ArrayList<>(side.sequencedValues());
            all.add(record);
            if (PackRecord.agreed(all).isPresent()) {
                return side;
            }
        }
        sides.add(new LinkedHashMap<>());
        return sides.getLast();
    }
}
