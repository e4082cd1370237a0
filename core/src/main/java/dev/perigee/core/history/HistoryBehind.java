package dev.perigee.core.history;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.Coverage.Stretch;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.state.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A history that goes on behind a backup: whoever takes the backup may not know that there is more.
 *
 * @param backup the backup
 * @param revision the last revision that can be made of it and packs
 * @param time by when that had been seen
 */
public record HistoryBehind(BackupId backup, long revision, Instant time) {

    /** Findings on a sink that answers. */
    private static final Set<Outcome> ANSWERED = Set.of(Outcome.PARTIAL, Outcome.DAMAGED, Outcome.NOT_FOUND);

    /**
     * Looks at the names of the packs in those sinks that answered when the backup was fetched, and at one record.
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
        return behind(fetched.manifest().id(), Archive.look(environment, sought.cluster(), answering));
    }

    private static Optional<HistoryBehind> behind(BackupId backup, Archive archive) throws OperationException {
        PointPlanner planner = new PointPlanner(List.of(backup), archive.places());
        for (BackupId timeline : planner.timelines()) {
            Optional<Stretch> reached = planner.reachable(timeline).stream()
                    .findFirst()
                    .filter(stretch -> stretch.last() > stretch.first());
            if (reached.isPresent()) {
                return seen(backup, timeline, reached.get().last(), archive);
            }
        }
        return Optional.empty();
    }

    /** A record that can't be read, or isn't believed, is no history that can be had. */
    private static Optional<HistoryBehind> seen(BackupId backup, BackupId timeline, long last, Archive archive)
            throws OperationException {
        for (PackPlace place : archive.places()) {
            if (place.timeline().equals(timeline) && place.pack().last() == last) {
                Optional<PackRecord> record = archive.record(place);
                if (record.isPresent()) {
                    return Optional.of(
                            new HistoryBehind(backup, last, record.get().until()));
                }
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
        return "a history goes on behind backup " + backup + ", to revision " + revision + " of " + time + ": '--at "
                + time + "' in place of the backup takes that";
    }
}
