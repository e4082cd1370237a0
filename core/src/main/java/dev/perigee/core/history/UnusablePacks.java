package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.HistoryListing.Gap;
import dev.perigee.core.history.archive.Records;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.words.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packs that can't be used, or not from each sink that holds them, and why. Pure.
 *
 * @param records what sinks tell of packs
 * @param halves what isn't whole anywhere
 * @param recorded those that have a record: without one, a pack may be on its way
 */
record UnusablePacks(Records records, SortedMap<PackPlace, List<SinkFailure>> halves, Collection<PackPlace> recorded) {

    private static final int FEW = 3;

    /** What is wrong with a pack. */
    private record Fault(PackPlace place, SinkFailure failure) {

        boolean isIn(BackupId timeline, Stretch stretch) {
            return place.timeline().equals(timeline)
                    && place.pack().first() <= stretch.last()
                    && place.pack().last() >= stretch.first();
        }
    }

    /** Why some revisions aren't restorable. */
    String why(BackupId timeline, Stretch gap) {
        Stream<Fault> faults = Stream.of(disputed(), first(halves), first(records.missing()))
                .flatMap(each -> each)
                .filter(fault -> fault.isIn(timeline, gap));
        String known =
                once(faults).stream().limit(FEW).map(SinkFailure::sentence).collect(Collectors.joining("; "));
        return known.isEmpty() ? "packs or their backup are missing" : known;
    }

    /** What is wrong though nothing is lost by it, for no gap tells. */
    List<SinkFailure> besides(List<Gap> gaps) {
        Stream<Fault> faults = Stream.of(halves, records.missing(), records.spoiled())
                .flatMap(UnusablePacks::all)
                .filter(fault -> recorded.contains(fault.place()))
                .filter(fault ->
                        fault.failure().outcome() != Outcome.NOT_FOUND) // it was joined meanwhile, or is too old
                .filter(fault -> gaps.stream()
                        .noneMatch(gap -> fault.isIn(gap.timeline(), new Stretch(gap.first(), gap.last()))));
        return once(faults);
    }

    private Stream<Fault> disputed() {
        return records.contradicted().entrySet().stream()
                .map(each -> new Fault(each.getKey(), each.getValue().ofSinks()));
    }

    private static Stream<Fault> first(SortedMap<PackPlace, List<SinkFailure>> failures) {
        return failures.entrySet().stream()
                .flatMap(each -> each.getValue().stream().limit(1).map(failure -> new Fault(each.getKey(), failure)));
    }

    private static Stream<Fault> all(SortedMap<PackPlace, List<SinkFailure>> failures) {
        return failures.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(failure -> new Fault(each.getKey(), failure)));
    }

    /** What is the same of many packs is said once. */
    private static List<SinkFailure> once(Stream<Fault> faults) {
        SequencedMap<String, List<SinkFailure>> same = new LinkedHashMap<>();
        faults.forEach(fault -> same.computeIfAbsent(
                        fault.failure().sentence().replace(fault.place().pack().toString(), ""), _ -> new ArrayList<>())
                .add(fault.failure()));
        return same.values().stream().map(UnusablePacks::once).toList();
    }

    private static SinkFailure once(List<SinkFailure> same) {
        SinkFailure first = same.getFirst();
        return same.stream().distinct().count() == 1
                ? first
                : new SinkFailure(
                        first.sink(),
                        first.outcome(),
                        first.sentence() + "; the same goes for " + Words.count(same.size() - 1, "other pack"),
                        first.cure());
    }
}
