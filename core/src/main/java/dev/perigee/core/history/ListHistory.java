package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.Coverage.Stretch;
import dev.perigee.core.history.HistoryListing.Gap;
import dev.perigee.core.history.HistoryListing.Window;
import dev.perigee.core.history.PackRecord.Follows;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.state.Environment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Says which moments can be restored by a history, and where it has gaps. */
public final class ListHistory {

    private final Environment environment;

    /**
     * A listing of any cluster.
     *
     * @param environment what it stands on
     */
    public ListHistory(Environment environment) {
        this.environment = environment;
    }

    /**
     * Lists all sinks, and reads the records at the windows' ends.
     *
     * @param sought whose, and where to look
     * @return the windows, the newest first
     * @throws OperationException as a listing of backups does
     */
    public HistoryListing run(Sought sought) throws OperationException {
        Archive archive = Archive.look(environment, sought.cluster(), sought.sinks());
        if (archive.places().isEmpty()) {
            return new HistoryListing(sought.cluster(), List.of(), List.of(), archive.warnings());
        }
        List<BackupId> bases = Points.bases(environment, sought);
        PointPlanner planner = new PointPlanner(bases, archive.places());
        List<Window> windows = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        for (BackupId timeline : planner.timelines()) {
            SortedMap<PackId, PackPlace> packs = new TreeMap<>();
            archive.places().stream()
                    .filter(place -> place.timeline().equals(timeline))
                    .forEach(place -> packs.put(place.pack(), place));
            windows.addAll(windows(archive, planner, timeline, packs));
            planner.unreachable(timeline).stream()
                    .map(gap -> new Gap(timeline, gap.first(), gap.last(), "packs or their backup are missing"))
                    .forEach(gaps::add);
            beginning(archive, timeline, packs).ifPresent(gaps::add);
        }
        return new HistoryListing(sought.cluster(), windows, gaps, archive.warnings());
    }

    /** What a timeline's first pack says of the one before. */
    private static Optional<Gap> beginning(Archive archive, BackupId timeline, SortedMap<PackId, PackPlace> packs) {
        PackPlace first = packs.get(packs.firstKey());
        Optional<Follows> follows =
                Optional.ofNullable(archive.records(List.of(first)).get(first)).flatMap(PackRecord::follows);
        return follows.map(
                before -> new Gap(before.timeline(), before.last() + 1, timeline.revision() - 1, before.why()));
    }

    private static List<Window> windows(
            Archive archive, PointPlanner planner, BackupId timeline, SortedMap<PackId, PackPlace> packs) {
        List<BackupId> bases = planner.basesOf(timeline).reversed();
        List<Stretch> stretches = planner.reachable(timeline).reversed();
        List<Window> windows = new ArrayList<>();
        long reach = Long.MIN_VALUE;
        for (int i = 0; i < bases.size(); i++) {
            Stretch stretch = stretches.get(i);
            if (stretch.last() > reach && stretch.last() > stretch.first()) {
                windows.add(window(archive, bases.get(i), timeline, stretch, packs));
                reach = stretch.last();
            }
        }
        return windows.reversed();
    }

    private static Window window(
            Archive archive, BackupId base, BackupId timeline, Stretch stretch, Map<PackId, PackPlace> packs) {
        List<PackPlace> within = packs.entrySet().stream()
                .filter(pack ->
                        pack.getKey().last() > stretch.first() && pack.getKey().first() <= stretch.last())
                .map(Map.Entry::getValue)
                .toList();
        Optional<PackPlace> last = within.stream()
                .filter(place -> place.pack().holds(stretch.last()))
                .max(Comparator.naturalOrder());
        Optional<Instant> until = last.flatMap(place ->
                        Optional.ofNullable(archive.records(List.of(place)).get(place)))
                .map(PackRecord::until);
        SortedSet<String> sinks = new TreeSet<>();
        within.forEach(place -> sinks.addAll(archive.holders(place)));
        return new Window(
                timeline, stretch.first(), base.time(), stretch.last(), until, within.size(), List.copyOf(sinks));
    }
}
