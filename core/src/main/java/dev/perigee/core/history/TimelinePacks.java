package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.HistoryListing.Gap;
import dev.perigee.core.history.HistoryListing.Window;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Follows;
import dev.perigee.core.history.plan.PointPlanner;
import dev.perigee.core.outcome.OperationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The packs of one timeline that can be used.
 *
 * @param archive reads what wasn't read yet
 * @param records those that were read
 * @param usable of any timeline
 * @param timeline the backup that it began with
 */
record TimelinePacks(
        Archive archive, SortedMap<PackPlace, PackRecord> records, SortedSet<PackPlace> usable, BackupId timeline) {

    private List<PackPlace> places() {
        return usable.stream()
                .filter(place -> place.timeline().equals(timeline))
                .toList();
    }

    private Optional<PackRecord> record(PackPlace place) throws OperationException {
        PackRecord read = records.get(place);
        return read == null ? archive.record(place) : Optional.of(read);
    }

    /** What the first pack says of the timeline before: none of that one's revisions is missing where another store came. */
    Optional<Gap> beginning() throws OperationException {
        List<PackPlace> places = places();
        Optional<Follows> follows =
                places.isEmpty() ? Optional.empty() : record(places.getFirst()).flatMap(PackRecord::follows);
        return follows.map(
                before -> new Gap(before.timeline(), before.last() + 1, before.missingUpTo(timeline), before.why()));
    }

    /** The newest first. */
    List<Window> windows(PointPlanner planner) throws OperationException {
        List<BackupId> bases = planner.basesOf(timeline).reversed();
        List<Stretch> stretches = planner.reachable(timeline).reversed();
        List<Window> windows = new ArrayList<>();
        long reach = Long.MIN_VALUE;
        for (int i = 0; i < bases.size(); i++) {
            Stretch stretch = stretches.get(i);
            if (stretch.last() > reach && stretch.last() > stretch.first()) {
                windows.add(window(bases.get(i), stretch));
                reach = stretch.last();
            }
        }
        return windows.reversed();
    }

    private Window window(BackupId base, Stretch stretch) throws OperationException {
        List<PackPlace> within = places().stream()
                .filter(place ->
                        place.pack().last() > stretch.first() && place.pack().first() <= stretch.last())
                .toList();
        Optional<PackPlace> last = within.stream()
                .filter(place -> place.pack().holds(stretch.last()))
                .max(Comparator.naturalOrder());
        Optional<Instant> until =
                last.isEmpty() ? Optional.empty() : record(last.get()).map(PackRecord::until);
        SortedSet<String> sinks = new TreeSet<>();
        within.forEach(place -> sinks.addAll(archive.holders(place)));
        return new Window(
                timeline, stretch.first(), base.until(), stretch.last(), until, within.size(), List.copyOf(sinks));
    }
}
