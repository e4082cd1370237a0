package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.kinship.Kin;
import dev.perigee.core.history.kinship.Kinship;
import dev.perigee.core.history.kinship.StoredManifests;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.SeenMoment;
import dev.perigee.core.history.plan.PointPlanner;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.state.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * A history that goes on behind a backup: whoever takes the backup may not know that there is more.
 *
 * @param backup the backup
 * @param revision the last revision that can be made of it and packs
 * @param time by when that had been seen; empty if who asks for that time doesn't get it
 */
public record HistoryBehind(BackupId backup, long revision, Optional<Instant> time) {

    /** So many packs that can't be read are passed over: each is asked of each sink. */
    private static final int MOST_UNREADABLE = 30;

    /** Findings on a sink that answers. */
    private static final Set<Outcome> ANSWERED = Set.of(Outcome.PARTIAL, Outcome.DAMAGED, Outcome.NOT_FOUND);

    /**
     * Looks at the names of the packs in those sinks that answered when the backup was fetched, and if they go on behind it, at what
     * a restore would look at that is asked for a time.
     *
     * @param environment what it stands on
     * @param sought whose, and where to look
     * @param fetched the backup
     * @return empty if nothing goes on, or nobody can tell
     * @throws OperationException INTERRUPTED
     */
    public static Optional<HistoryBehind> look(Environment environment, Sought sought, Fetched fetched)
            throws OperationException {
        Set<String> silent = fetched.warnings().stream()
                .filter(warning -> !ANSWERED.contains(warning.outcome()))
                .map(SinkFailure::sink)
                .collect(Collectors.toSet());
        List<Destination> answering = sought.sinks().stream()
                .filter(sink -> !silent.contains(sink.name()))
                .toList();
        BackupId backup = fetched.manifest().id();
        Archive archive = Archive.look(environment, sought.cluster(), answering);
        Kinship kinship = new Kinship(
                archive, new StoredManifests(environment, sought.cluster(), answering, List.of(fetched.manifest())));
        Optional<SeenMoment> end = end(backup, archive, kinship);
        return end.isEmpty()
                ? Optional.empty()
                : Optional.of(of(
                        backup,
                        end.get(),
                        Points.of(environment, new Sought(sought.cluster(), answering, sought.insisted()), archive)));
    }

    private static Optional<SeenMoment> end(BackupId backup, Archive archive, Kinship kinship)
            throws OperationException {
        SortedSet<PackPlace> left = archive.places();
        for (int tries = 0; tries < MOST_UNREADABLE; tries++) {
            Optional<PackPlace> newest = newest(backup, left, kinship);
            Optional<PackRecord> record = newest.isEmpty() ? Optional.empty() : archive.record(newest.get());
            if (newest.isEmpty() || record.isPresent()) {
                return record.map(PackRecord::end);
            }
            left.remove(newest.get()); // what can't be read, or isn't believed, is no history that can be had
        }
        return Optional.empty();
    }

    private static HistoryBehind of(BackupId backup, SeenMoment end, Points points) throws OperationException {
        Moment farthest = points.farthest(end);
        return new HistoryBehind(
                backup,
                farthest.revision(),
                points.isMeant(farthest) ? Optional.of(farthest.time()) : Optional.empty());
    }

    /** The pack that packs from the backup on lead to, of the newest history that has one. */
    private static Optional<PackPlace> newest(BackupId backup, SortedSet<PackPlace> places, Kinship kinship)
            throws OperationException {
        PointPlanner planner = new PointPlanner(List.of(backup), places);
        for (BackupId timeline : planner.timelines()) {
            Optional<Long> reached = planner.reachable(timeline).stream()
                    .findFirst()
                    .filter(stretch -> stretch.last() > stretch.first())
                    .map(Stretch::last);
            if (reached.isPresent() && kinship.of(timeline, backup) == Kin.SAME) {
                return places.stream()
                        .filter(place -> place.timeline().equals(timeline)
                                && place.pack().last() == reached.get())
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    /**
     * It as a sentence.
     *
     * @return without a full stop
     */
    public String words() {
        String rev = "'--rev " + revision + "'";
        return "a history goes on behind backup " + backup + ", to revision " + revision
                + time.map(seen ->
                                " of " + seen + ": '--at " + seen + "' in place of the backup takes that, and so does "
                                        + rev + ", whatever the clock has told")
                        .orElse(": " + rev + " in place of the backup takes that, and nobody can tell which time does");
    }
}
